import { logicalId } from '../logical-id.ts';
import {
  daysKept,
  deadLetterQueue,
  deadLetterQueueName,
  type QueueDefinition,
  queueName,
  queues,
  visibilitySeconds,
} from '../queues.ts';
import { exportName } from '../stacks.ts';

/** The queues as CloudFormation resources, each with its dead-letter queue. */
export function queueResources(stage: string): Record<string, object> {
  return Object.fromEntries(
    queues.flatMap((queue) => [
      [logicalId(queue.name, 'Queue'), liveQueue(stage, queue)],
      [logicalId(queue.name, 'DeadLetterQueue'), queueOfDeadLetters(stage, queue)],
    ]),
  );
}

/** The outputs with the queues and their dead-letter queues, for the stacks whose functions they trigger. */
export function queueOutputs(stage: string): Record<string, object> {
  return Object.fromEntries(
    queues.flatMap(({ name }) =>
      (['Queue', 'DeadLetterQueue'] as const).map((kind) => [
        logicalId(name, `${kind}Arn`),
        {
          Value: { 'Fn::GetAtt': [logicalId(name, kind), 'Arn'] },
          Export: { Name: exportName(stage, logicalId(name, `${kind}Arn`)) },
        },
      ]),
    ),
  );
}

function liveQueue(stage: string, queue: QueueDefinition) {
  return {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: queueName(stage, queue.name),
      VisibilityTimeout: visibilitySeconds(queue),
      MessageRetentionPeriod: seconds(daysKept),
      SqsManagedSseEnabled: true,
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [logicalId(queue.name, 'DeadLetterQueue'), 'Arn'] },
        maxReceiveCount: queue.tries,
      },
    },
  };
}

function queueOfDeadLetters(stage: string, queue: QueueDefinition) {
  return {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: deadLetterQueueName(stage, queue.name),
      VisibilityTimeout: visibilitySeconds(deadLetterQueue),
      MessageRetentionPeriod: seconds(deadLetterQueue.daysKept),
      SqsManagedSseEnabled: true,
    },
  };
}

function seconds(days: number): number {
  return days * 24 * 60 * 60;
}
