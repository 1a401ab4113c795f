import { environmentOf } from './environment.ts';
import type { FunctionDefinition, Trigger } from './functions.ts';
import { logicalId } from './logical-id.ts';
import { type QueueDefinition, queues } from './queues.ts';
import { logGroupName } from './resources/logs.ts';
import { roleOf } from './roles.ts';
import { exportName } from './stacks.ts';

/** Below the 30 s after which the gateway gives up on a function. */
const httpTimeoutSeconds = 15;
const otherTimeoutSeconds = 30;

/** A function as the framework wants it, on AWS and on a laptop alike. */
export function describeFunction(definition: FunctionDefinition, stage: string) {
  const { name, summary, trigger } = definition;
  return {
    name: `polyclinic-${stage}-${name}`,
    description: summary.slice(0, 256),
    handler: `dist/${name}/index.handler`,
    timeout: timeoutOf(name, trigger),
    events: [describeEvent(definition, stage)],
  };
}

/** What a function has on AWS alone: its package, its variables, its role, its log. */
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

function timeoutOf(name: string, trigger: Trigger): number {
  if (trigger.kind === 'queue') return queueOf(name, trigger.queue).timeoutSeconds;
  return trigger.kind === 'http' ? httpTimeoutSeconds : otherTimeoutSeconds;
}

function describeEvent({ name, trigger }: FunctionDefinition, stage: string): object {
  switch (trigger.kind) {
    case 'http':
      return {
        httpApi: trigger.path === '$default' ? '*' : { method: trigger.method.toLowerCase(), path: trigger.path },
      };
    case 'queue':
      return {
        sqs: {
          arn: { 'Fn::ImportValue': exportName(stage, logicalId(trigger.queue, 'QueueArn')) },
          batchSize: trigger.batchSize,
          maximumConcurrency: queueOf(name, trigger.queue).concurrency,
          functionResponseType: 'ReportBatchItemFailures',
        },
      };
    case 'stream':
      return {
        stream: {
          type: 'dynamodb',
          arn: { 'Fn::ImportValue': exportName(stage, logicalId(trigger.table, 'StreamArn')) },
          batchSize: trigger.batchSize,
          startingPosition: 'TRIM_HORIZON',
          functionResponseType: 'ReportBatchItemFailures',
          bisectBatchOnFunctionError: true,
          maximumRetryAttempts: 10,
          filterPatterns: trigger.changes.map((change) => ({ eventName: [change] })),
        },
      };
    case 'schedule':
      return { schedule: { rate: [trigger.rate] } };
  }
}

function queueOf(functionName: string, queueName: string): QueueDefinition {
  const definition = queues.find(({ name }) => name === queueName);
  if (!definition) throw new Error(`${functionName}: there is no queue ${queueName} in infra/queues.ts`);
  return definition;
}
