import { queues } from '../queues.ts';
import { arnOf, textOf } from './resolve.ts';
import { at, listOf, type PackagedStack, type Rule, resourcesOf } from './stack.ts';

/** The time limit that Lambda and SQS assume when none is set, in seconds. */
const defaultTimeout = 3;
const defaultVisibility = 30;
/** The number of messages in a batch when none is set. */
const defaultBatch = 10;

/** Checks that a queue or a stream feeds its function so that no message is lost, and none is worked on twice at once. */
export const mappings: Rule = (stack, stacks) =>
  resourcesOf(stack, 'AWS::Lambda::EventSourceMapping').flatMap(([id, mapping]) => {
    const source = textOf(mapping.EventSourceArn, stack, stacks);
    const consumer = textOf(mapping.FunctionName, stack, stacks);
    const messages = [
      ...partialFailures(mapping),
      ...(source.includes(':sqs:')
        ? [...concurrency(mapping), ...atOnce(mapping, source), ...visibility(source, consumer, stacks)]
        : []),
    ];
    return messages.map((message) => ({ resource: id, message }));
  });

type Properties = Readonly<Record<string, unknown>>;

function partialFailures({ FunctionResponseTypes }: Properties): string[] {
  if (listOf(FunctionResponseTypes).includes('ReportBatchItemFailures')) return [];
  return ['one bad message fails its whole batch: set FunctionResponseTypes to ReportBatchItemFailures'];
}

function concurrency({ ScalingConfig }: Properties): string[] {
  const most = at(ScalingConfig, 'MaximumConcurrency');
  if (typeof most === 'number' && most >= 2) return [];
  return ['a full queue may take all the concurrency of the account: set MaximumConcurrency, to 2 or more'];
}

/**
 * Checks how many messages are worked on at once: a worker works on its whole batch, in as many invocations as there may be.
 */
function atOnce({ BatchSize, ScalingConfig }: Properties, source: string): string[] {
  const line = queues.find(({ name }) => name === /:polyclinic-[^-:]+-([^:]+)$/.exec(source)?.[1]);
  const most = Number(BatchSize ?? defaultBatch) * Number(at(ScalingConfig, 'MaximumConcurrency'));
  if (!line || !(most > line.concurrency)) return [];
  return [
    `${most} messages of ${line.name} are worked on at once, more than ${line.concurrency}: lower BatchSize, or raise the line`,
  ];
}

/**
 * Checks how long messages stay hidden: AWS advises six times the time limit, so that a message does not come back while a
 * throttled batch is still being retried.
 */
function visibility(source: string, consumer: string, stacks: readonly PackagedStack[]): string[] {
  const queue = find('AWS::SQS::Queue', source, stacks);
  const lambda = find('AWS::Lambda::Function', consumer, stacks);
  if (!queue) return [`no stack has the queue ${source}: define it in infra/queues.ts`];
  if (!lambda) return [`no stack has the function ${consumer}: refer to it by its logical id`];
  const timeout = Number(lambda.Timeout ?? defaultTimeout);
  const hidden = Number(queue.VisibilityTimeout ?? defaultVisibility);
  if (hidden >= 6 * timeout) return [];
  return [
    `the queue hides a message for ${hidden} s, less than six times the function's ${timeout} s: raise it to ${6 * timeout}`,
  ];
}

/** The resource that a mapping refers to, in whichever stack; a function may be referred to by its name as well. */
function find(type: string, meant: string, stacks: readonly PackagedStack[]): Properties | undefined {
  for (const stack of stacks) {
    const found = resourcesOf(stack, type).find(([id]) =>
      [arnOf(id, stack, stacks), textOf({ Ref: id }, stack, stacks)].includes(meant),
    );
    if (found) return found[1];
  }
  return undefined;
}
