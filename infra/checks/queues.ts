import { arnOf, textOf } from './resolve.ts';
import { at, type PackagedStack, type Rule, resourcesOf } from './stack.ts';

/** Queues are encrypted, and what cannot be worked on is kept in another queue. */
export const queues: Rule = (stack, stacks) => {
  const deadLetterQueues = new Set(stacks.flatMap((each) => deadLetterArns(each, stacks)));
  const existing = new Set(
    stacks.flatMap((each) => resourcesOf(each, 'AWS::SQS::Queue').map(([id]) => arnOf(id, each, stacks))),
  );
  return resourcesOf(stack, 'AWS::SQS::Queue').flatMap(([id, queue]) => {
    const target = at(queue.RedrivePolicy, 'deadLetterTargetArn');
    const isLive = !deadLetterQueues.has(arnOf(id, stack, stacks));
    return [
      queue.SqsManagedSseEnabled !== true &&
        !queue.KmsMasterKeyId &&
        'its messages are not encrypted: set SqsManagedSseEnabled',
      isLive && !target && 'a message that always fails is tried until it expires: give it a RedrivePolicy',
      target &&
        !existing.has(textOf(target, stack, stacks)) &&
        `its dead-letter queue ${textOf(target, stack, stacks)} is in no stack: define it`,
    ]
      .filter((message) => typeof message === 'string')
      .map((message) => ({ resource: id, message }));
  });
};

function deadLetterArns(stack: PackagedStack, stacks: readonly PackagedStack[]): string[] {
  return resourcesOf(stack, 'AWS::SQS::Queue')
    .map(([, { RedrivePolicy }]) => at(RedrivePolicy, 'deadLetterTargetArn'))
    .filter((arn) => arn !== undefined)
    .map((arn) => textOf(arn, stack, stacks));
}
