import { logicalId } from '../logical-id.ts';
import { deadLetterQueueName, type QueueDefinition, queueName, queues, visibilitySeconds } from '../queues.ts';
import { exportName } from '../stacks.ts';

const daysKept = 14;

/** The queues as CloudFormation resources, each with its dead-letter queue. */
export function queueResources(stage: string): Record<string, object> {
  return Object.fromEntries(
    queues.flatMap((queue) => [
      [logicalId(queue.name, 'Queue'), liveQueue(stage, queue)],
      [logicalId(queue.name, 'DeadLetterQueue'), deadLetterQueue(stage, queue)],
    ]),
  );
}

/** The queues, for the stacks whose functions they trigger. */
export function queueOutputs(stage: string): Record<string, object> {
  return Object.fromEntries(
    queues.map(({ name }) => [
      logicalId(name, 'QueueArn'),
      {
        Value: { 'Fn::GetAtt': [logicalId(name, 'Queue'), 'Arn'] },
        Export: { Name: exportName(stage, logicalId(name, 'QueueArn')) },
      },
    ]),
  );
}

function liveQueue(stage: string, queue: QueueDefinition) {
  return {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: queueName(stage, queue.name),
      VisibilityTimeout: visibilitySeconds(queue),
      SqsManagedSseEnabled: true,
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [logicalId(queue.name, 'DeadLetterQueue'), 'Arn'] },
        maxReceiveCount: queue.tries,
      },
    },
  };
}

function deadLetterQueue(stage: string, queue: QueueDefinition) {
  return {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: deadLetterQueueName(stage, queue.name),
      MessageRetentionPeriod: daysKept * 24 * 60 * 60,
      SqsManagedSseEnabled: true,
    },
  };
}
