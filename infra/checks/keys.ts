import { type Rule, resourcesOf } from './stack.ts';

/** Checks that keys in KMS stay when their stack goes, are renewed, and can be given to another region. */
export const keys: Rule = (stack) =>
  resourcesOf(stack, 'AWS::KMS::Key').flatMap(([id, key]) =>
    [
      stack.template.Resources[id]?.DeletionPolicy !== 'Retain' &&
        'it goes with its stack, and with it all that it encrypts: set DeletionPolicy to Retain',
      key.EnableKeyRotation !== true && 'it is never renewed: set EnableKeyRotation',
      key.MultiRegion !== true && 'no other region can ever have it: set MultiRegion',
    ]
      .filter((message) => message !== false)
      .map((message) => ({ resource: id, message })),
  );
