import type { Variable } from '../lib/config.ts';
import { bucketName } from './buckets.ts';
import { type Trigger, variablesOf } from './functions.ts';
import { configurationSetName, signingKeyName } from './grants.ts';
import { queueName } from './queues.ts';
import { tableName } from './tables.ts';

/** Where the private halves of a stage's signing keys are; `ssm:<parameter>` would do, too, with its right in `grants.ts`. */
export function signingKeySource(stage: string): string {
  return `kms:${signingKeyName(stage)}`;
}

/** Where each variable's value comes from when deployed; locally they come from `local/settings.ts`. */
function deployedValues(stage: string, functionName: string): Readonly<Record<Variable, unknown>> {
  return {
    POLYCLINIC_PUBLIC_URL: '${param:publicUrl}',
    POLYCLINIC_CLIENT_URL: '${param:clientUrl}',
    POLYCLINIC_IDENTITY_TABLE: tableName(stage, 'identity'),
    POLYCLINIC_EVENTS_TABLE: tableName(stage, 'events'),
    POLYCLINIC_AUDIT_TABLE: tableName(stage, 'audit'),
    POLYCLINIC_PLATFORM_TABLE: tableName(stage, 'platform'),
    POLYCLINIC_EMAIL_QUEUE_URL: queueUrl(stage, 'email'),
    POLYCLINIC_EMAIL_URGENT_QUEUE_URL: queueUrl(stage, 'email-urgent'),
    POLYCLINIC_ANALYTICS_QUEUE_URL: queueUrl(stage, 'analytics'),
    POLYCLINIC_QUEUE_AGES: 'cloudwatch',
    POLYCLINIC_FILES_BUCKET: { 'Fn::Sub': `${bucketName(stage, 'files')}-\${AWS::AccountId}` },
    POLYCLINIC_SEALS_BUCKET: { 'Fn::Sub': `${bucketName(stage, 'seals')}-\${AWS::AccountId}` },
    POLYCLINIC_MASTER_SECRET: `ssm:/polyclinic/${stage}/master-secret`,
    POLYCLINIC_SIGNING_KEY: signingKeySource(stage),
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

function queueUrl(stage: string, name: string) {
  return {
    'Fn::Sub': `https://sqs.\${AWS::Region}.\${AWS::URLSuffix}/\${AWS::AccountId}/${queueName(stage, name)}`,
  };
}
