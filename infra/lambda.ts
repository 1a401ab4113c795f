import type { StreamTrigger } from '../lib/streams/trigger.ts';
import { environmentOf } from './environment.ts';
import type { FunctionDefinition } from './functions.ts';
import { logicalId } from './logical-id.ts';
import { deadLetterQueue, invocationsOf, type QueueDefinition, queueOf, queues } from './queues.ts';
import { logGroupName } from './resources/logs.ts';
import { resourcesOf } from './resources-of.ts';
import { roleOf } from './roles.ts';
import { exportName } from './stacks.ts';

/** Describes a function for the framework, on AWS and on a laptop alike; queues in `off` do not feed theirs. */
export function describeFunction(
  definition: FunctionDefinition,
  stage: string,
  { off = [] }: { readonly off?: readonly string[] } = {},
) {
  const { name, summary, trigger } = definition;
  const { memory, seconds, storage } = resourcesOf(trigger);
  return {
    name: `polyclinic-${stage}-${name}`,
    description: summary.slice(0, 256),
    handler: `dist/${name}/index.handler`,
    timeout: seconds,
    memorySize: memory,
    ephemeralStorageSize: storage,
    events: describeEvents(definition, stage, off),
  };
}

/** Describes what a function has on AWS alone: its package, variables, role and log. */
export function describeDeployment(definition: FunctionDefinition, stage: string) {
  const { name, domain, trigger } = definition;
  return {
    package: { patterns: ['!**', `dist/${name}/**`, `!dist/${name}/**/*.map`] },
    environment: environmentOf(trigger, name, stage),
    role: { 'Fn::GetAtt': [roleOf(definition, stage).logicalId, 'Arn'] },
    disableLogs: true,
    logs: { logGroup: logGroupName(stage, domain) },
    dependsOn: [logicalId(domain, 'LogGroup')],
  };
}

function describeEvents({ trigger }: FunctionDefinition, stage: string, off: readonly string[]): object[] {
  switch (trigger.kind) {
    case 'http':
      return [
        { httpApi: trigger.path === '$default' ? '*' : { method: trigger.method.toLowerCase(), path: trigger.path } },
      ];
    case 'queue': {
      const sqs = feed(stage, logicalId(trigger.queue, 'QueueArn'), queueOf(trigger.queue));
      return [{ sqs: off.includes(trigger.queue) ? { ...sqs, enabled: false } : sqs }];
    }
    case 'dead-letters':
      return queues.map(({ name: queue }) => ({
        sqs: feed(stage, logicalId(queue, 'DeadLetterQueueArn'), deadLetterQueue),
      }));
    case 'stream':
      return [{ stream: streamOf(stage, trigger) }];
    case 'schedule':
      return [{ schedule: { rate: [trigger.rate] } }];
  }
}

/** A queue that another stack exports, as the source of a function's invocations. */
function feed(stage: string, exported: string, bounds: Pick<QueueDefinition, 'batch' | 'concurrency'>) {
  return {
    arn: { 'Fn::ImportValue': exportName(stage, exported) },
    batchSize: bounds.batch,
    maximumConcurrency: invocationsOf(bounds),
    functionResponseType: 'ReportBatchItemFailures',
  };
}

function streamOf(stage: string, { table, batchSize, changes, sortKey }: StreamTrigger) {
  return {
    type: 'dynamodb',
    arn: { 'Fn::ImportValue': exportName(stage, logicalId(table, 'StreamArn')) },
    batchSize,
    startingPosition: 'TRIM_HORIZON',
    functionResponseType: 'ReportBatchItemFailures',
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 10,
    filterPatterns: changes.map((change) => ({
      eventName: [change],
      ...(sortKey !== undefined && { dynamodb: { Keys: { sk: { S: [sortKey] } } } }),
    })),
  };
}
