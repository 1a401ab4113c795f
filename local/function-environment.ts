import path from 'node:path';
import { bucketName, buckets } from '../infra/buckets.ts';
import { configurationSetName } from '../infra/policies.ts';
import { queueName, queues } from '../infra/queues.ts';
import { tableName, tables } from '../infra/tables.ts';
import { queueVariable, tableVariable } from '../lib/variable-names.ts';
import { localCredentials } from './credentials.ts';
import { type Environment, urlOf } from './setting-values.ts';
import { endpointVariables, type LocalSettings, publicUrlOf, region, stage } from './settings.ts';

/** URL of a queue, as every client here spells it. */
export function queueUrl(settings: LocalSettings, name: string): string {
  return `${settings.endpoints.sqs}/000000000000/${name}`;
}

/** What the SDK needs to speak with the emulators. */
function awsEnvironment(settings: LocalSettings, environment: Environment): Record<string, string> {
  const { accessKeyId, secretAccessKey } = localCredentials(environment);
  return {
    // The emulators name their queues and streams by this region.
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    [endpointVariables.dynamodb]: settings.endpoints.dynamodb,
    [endpointVariables.sqs]: settings.endpoints.sqs,
    [endpointVariables.s3]: settings.endpoints.s3,
  };
}

/** Every variable of every function: one process runs them all. */
export function functionEnvironment(
  settings: LocalSettings,
  environment: Environment = process.env,
): Record<string, string> {
  const file = (name: string) => `file:${path.join(settings.dataDir, name)}`;
  return {
    ...definedOf({ ...environment, AWS_PROFILE: undefined, AWS_DEFAULT_REGION: undefined }),
    ...awsEnvironment(settings, environment),
    // Lambda runs functions in UTC, wherever the laptop is.
    TZ: 'UTC',
    POLYCLINIC_STAGE: stage,
    POLYCLINIC_ENFORCE_GRANTS: settings.enforceGrants ? 'on' : 'off',
    POLYCLINIC_PUBLIC_URL: publicUrlOf(settings.httpPort, environment),
    POLYCLINIC_CLIENT_URL: urlOf(environment, 'POLYCLINIC_CLIENT_URL', 'http://localhost:5173'),
    POLYCLINIC_MASTER_SECRET: file('master-secret.json'),
    POLYCLINIC_SIGNING_KEY: file('signing-key.json'),
    POLYCLINIC_ROOT_KEY: file('root-key'),
    POLYCLINIC_MAIL_TRANSPORT: environment.POLYCLINIC_MAIL_TRANSPORT || `smtp://127.0.0.1:${settings.smtpPort}`,
    POLYCLINIC_MAIL_FROM: environment.POLYCLINIC_MAIL_FROM || 'Polyclinic <no-reply@polyclinic.test>',
    POLYCLINIC_MAIL_CONFIGURATION_SET: environment.POLYCLINIC_MAIL_CONFIGURATION_SET || configurationSetName(stage),
    POLYCLINIC_QUEUE_AGES: environment.POLYCLINIC_QUEUE_AGES || settings.endpoints.sqs,
    POLYCLINIC_SHOW_STACKS: environment.POLYCLINIC_SHOW_STACKS || 'on',
    POLYCLINIC_METRICS: environment.POLYCLINIC_METRICS || 'off',
    POLYCLINIC_ASSETS_DIR: path.join(settings.dataDir, 'assets'),
    ...Object.fromEntries(tables.map(({ name }) => [tableVariable(name), tableName(stage, name)])),
    ...Object.fromEntries(queues.map(({ name }) => [queueVariable(name), queueUrl(settings, queueName(stage, name))])),
    ...Object.fromEntries(buckets.map(({ name }) => [bucketVariable(name), bucketName(stage, name)])),
  };
}

function bucketVariable(name: string): string {
  return `POLYCLINIC_${name.toUpperCase()}_BUCKET`;
}

function definedOf(environment: Environment): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}
