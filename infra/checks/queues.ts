import { arnOf, textOf } from './resolve.ts';
import { at, type PackagedStack, type Rule, resourcesOf } from './stack.ts';

/**
 * Checks that queues are encrypted, and that what is given up goes to another queue, which feeds a function that reports it.
 */
export const queues: Rule = (stack, stacks) => {
  const deadLetterQueues = new Set(stacks.flatMap((each) => deadLetterArns(each, stacks)));
  const existing = new Set(
    stacks.flatMap((each) => resourcesOf(each, 'AWS::SQS::Queue').map(([id]) => arnOf(id, each, stacks))),
  );
  const feeding = new Set(stacks.flatMap((each) => sourceArns(each, stacks)));
  return resourcesOf(stack, 'AWS::SQS::Queue').flatMap(([id, queue]) => {
    const target = at(queue.RedrivePolicy, 'deadLetterTargetArn');
    const arn = arnOf(id, stack, stacks);
    const isLive = !deadLetterQueues.has(arn);
    return [
      queue.SqsManagedSseEnabled !== true &&
        !queue.KmsMasterKeyId &&
        'its messages are not encrypted: set SqsManagedSseEnabled',
      isLive && !target && 'a message that always fails is tried until it expires: give it a RedrivePolicy',
      !isLive && !feeding.has(arn) && 'it feeds no function, so that nobody sees what is given up: give it a mapping',
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

/** The sources that feed functions now, which a disabled mapping does not. */
function sourceArns(stack: PackagedStack, stacks: readonly PackagedStack[]): string[] {
  return resourcesOf(stack, 'AWS::Lambda::EventSourceMapping')
    .filter(([, { Enabled }]) => Enabled !== false)
    .map(([, { EventSourceArn }]) => textOf(EventSourceArn, stack, stacks));
}
