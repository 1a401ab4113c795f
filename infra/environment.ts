import type { Variable } from '../lib/config.ts';
import { queueVariable, tableVariable } from '../lib/variable-names.ts';
import { bucketName } from './buckets.ts';
import { type Trigger, variablesOf } from './functions.ts';
import { configurationSetName, rootKeyAlias, signingKeyName } from './policies.ts';
import { queueName, queues } from './queues.ts';
import { tableName, tables } from './tables.ts';

/**
 * The place of the private halves of a stage's signing keys; `ssm:<parameter>` is possible as well, with its right in
 * `grants.ts`.
 */
export function signingKeySource(stage: string): string {
  return `kms:${signingKeyName(stage)}`;
}

/** The place of a stage's root key. */
export function rootKeySource(stage: string): string {
  return `kms:${rootKeyAlias(stage)}`;
}

/** The deployed value of each variable; the local ones come from `local/settings.ts`. */
function deployedValues(stage: string, functionName: string): Readonly<Record<Variable, unknown>> {
  return {
    POLYCLINIC_PUBLIC_URL: '${param:publicUrl}',
    POLYCLINIC_CLIENT_URL: '${param:clientUrl}',
    ...byVariable(tables.map(({ name }) => [tableVariable(name), tableName(stage, name)])),
    ...byVariable(queues.map(({ name }) => [queueVariable(name), queueUrl(stage, name)])),
    POLYCLINIC_QUEUE_AGES: 'cloudwatch',
    POLYCLINIC_FILES_BUCKET: { 'Fn::Sub': `${bucketName(stage, 'files')}-\${AWS::AccountId}` },
    POLYCLINIC_SEALS_BUCKET: { 'Fn::Sub': `${bucketName(stage, 'seals')}-\${AWS::AccountId}` },
    POLYCLINIC_MASTER_SECRET: `ssm:/polyclinic/${stage}/master-secret`,
    POLYCLINIC_SIGNING_KEY: signingKeySource(stage),
    POLYCLINIC_ROOT_KEY: rootKeySource(stage),
    POLYCLINIC_MAIL_TRANSPORT: 'ses',
    POLYCLINIC_MAIL_FROM: '${param:mailFrom}',
    POLYCLINIC_MAIL_CONFIGURATION_SET: configurationSetName(stage),
    POLYCLINIC_ASSETS_DIR: `/var/task/dist/${functionName}/assets`,
  };
}

/** The variables of one function, no more than its grants imply. */
export function environmentOf(trigger: Trigger, functionName: string, stage: string): Record<string, unknown> {
  const values = deployedValues(stage, functionName);
  return Object.fromEntries(variablesOf(trigger).map((variable) => [variable, values[variable]]));
}

function byVariable<V extends Variable>(entries: readonly (readonly [V, unknown])[]): Record<V, unknown> {
  return Object.fromEntries(entries) as Record<V, unknown>;
}

function queueUrl(stage: string, name: string) {
  return {
    'Fn::Sub': `https://sqs.\${AWS::Region}.\${AWS::URLSuffix}/\${AWS::AccountId}/${queueName(stage, name)}`,
  };
}
