import { setting } from '../../../../config.ts';
import { readSecret } from '../../../../secrets/secret-source.ts';
import type { Keyring } from './keyring.ts';
import { createKmsKeyring } from './kms-keyring.ts';
import { createSecretKeyring } from './secret-keyring.ts';

/** Makes the keyring of the place that POLYCLINIC_SIGNING_KEY names, when the first key is asked for. */
export function createLiveKeyring(): Keyring {
  let live: Keyring | undefined;
  return {
    async find(kid) {
      live ??= keyringAt(setting('POLYCLINIC_SIGNING_KEY'));
      return live.find(kid);
    },
  };
}

function keyringAt(source: string): Keyring {
  return source.startsWith('kms:')
    ? createKmsKeyring(source.slice('kms:'.length))
    : createSecretKeyring(() => readSecret(source));
}
