import path from 'node:path';
import { bucketName, buckets } from '../infra/buckets.ts';
import { configurationSetName } from '../infra/policies.ts';
import { queueName, queues } from '../infra/queues.ts';
import { tableName, tables } from '../infra/tables.ts';
import { baseUrl } from '../lib/base-url.ts';
import { problemsOfOptional } from '../lib/config.ts';
import { queueVariable, tableVariable } from '../lib/variable-names.ts';
import type { PortWish } from './ports.ts';

/** The stage that the whole product runs as on one machine. */
export const stage = 'local';
export const region = 'us-east-1';

/** Where everything listens and keeps its data; each port can be moved by a variable. */
export interface LocalSettings {
  readonly httpPort: number;
  readonly webSocketPort: number;
  readonly lambdaPort: number;
  readonly dynamoDbPort: number;
  /** SQS and S3. */
  readonly awsPort: number;
  readonly smtpPort: number;
  readonly mailboxPort: number;
  readonly dataDir: string;
  /** Base URLs; another than ours when the SDK's own endpoint variable names it. */
  readonly endpoints: Readonly<Record<Service, string>>;
  /** The services whose endpoint somebody else provides. */
  readonly foreign: readonly Service[];
  /** Seconds a received message stays hidden; undefined leaves it to each queue's definition. */
  readonly visibilitySeconds: number | undefined;
  /** Whether a call that the grants of its function do not allow is refused, as AWS would. */
  readonly enforceGrants: boolean;
}

export type Service = 'dynamodb' | 'sqs' | 's3';

type Environment = Readonly<Record<string, string | undefined>>;

const portVariables = {
  httpPort: ['POLYCLINIC_HTTP_PORT', 3000],
  webSocketPort: ['POLYCLINIC_WEBSOCKET_PORT', 3001],
  lambdaPort: ['POLYCLINIC_LAMBDA_PORT', 3002],
  dynamoDbPort: ['POLYCLINIC_DYNAMODB_PORT', 8000],
  awsPort: ['POLYCLINIC_AWS_PORT', 4566],
  smtpPort: ['POLYCLINIC_SMTP_PORT', 1025],
  mailboxPort: ['POLYCLINIC_MAILBOX_PORT', 1080],
} as const satisfies Record<string, readonly [string, number]>;

type PortName = keyof typeof portVariables;

const endpointVariables = {
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB',
  sqs: 'AWS_ENDPOINT_URL_SQS',
  s3: 'AWS_ENDPOINT_URL_S3',
} as const satisfies Record<Service, string>;

/** A variable of the local settings cannot be used as it is. */
export class SettingMalformed extends Error {
  override readonly name = 'SettingMalformed';
}

/** Reads the local settings; a malformed one is an error that names its variable. */
export function localSettings(environment: Environment = process.env): LocalSettings {
  const port = (name: PortName) => portOf(environment, name);
  requireOptional(environment);
  const emulators = { dynamodb: port('dynamoDbPort'), sqs: port('awsPort'), s3: port('awsPort') };
  const endpoint = (service: Service) =>
    urlOf(environment, endpointVariables[service], `http://127.0.0.1:${emulators[service]}`);
  return {
    httpPort: port('httpPort'),
    webSocketPort: port('webSocketPort'),
    lambdaPort: port('lambdaPort'),
    dynamoDbPort: port('dynamoDbPort'),
    awsPort: port('awsPort'),
    smtpPort: port('smtpPort'),
    mailboxPort: port('mailboxPort'),
    dataDir: path.resolve(import.meta.dirname, '..', environment.POLYCLINIC_DATA_DIR || '.polyclinic'),
    endpoints: { dynamodb: endpoint('dynamodb'), sqs: endpoint('sqs'), s3: endpoint('s3') },
    foreign: (['dynamodb', 'sqs', 's3'] as const).filter((service) => environment[endpointVariables[service]]),
    visibilitySeconds: numberOf(environment, 'POLYCLINIC_VISIBILITY_SECONDS', 1, 43_200),
    enforceGrants: isOn(environment, 'POLYCLINIC_ENFORCE_GRANTS'),
  };
}

/** The functions would stumble over these when everything else is up. */
function requireOptional(environment: Environment): void {
  const publicUrl = publicUrlOf(portOf(environment, 'httpPort'), environment);
  const problems = problemsOfOptional({ ...environment, POLYCLINIC_PUBLIC_URL: publicUrl });
  if (problems.length > 0) throw new SettingMalformed(problems.join('; '));
}

function publicUrlOf(httpPort: number, environment: Environment): string {
  return urlOf(environment, 'POLYCLINIC_PUBLIC_URL', `http://localhost:${httpPort}`);
}

function portOf(environment: Environment, name: PortName): number {
  const [variable, preset] = portVariables[name];
  return numberOf(environment, variable, 1, 65_535) ?? preset;
}

function numberOf(environment: Environment, variable: string, least: number, most: number): number | undefined {
  const text = environment[variable];
  if (!text) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new SettingMalformed(`${variable} must be a whole number from ${least} to ${most}`);
}

function urlOf(environment: Environment, variable: string, preset: string): string {
  const parsed = baseUrl().safeParse(environment[variable] || preset);
  if (parsed.success) return parsed.data;
  throw new SettingMalformed(`${variable} must be a URL as ${preset}`);
}

/** On unless it is said to be off. */
function isOn(environment: Environment, variable: string): boolean {
  const text = environment[variable] || 'on';
  if (text === 'on' || text === 'off') return text === 'on';
  throw new SettingMalformed(`${variable} must be on or off`);
}

/** The ports that will be listened on, for the check before anything starts. */
export function portWishes(settings: LocalSettings): PortWish[] {
  const isForeign = (service: Service) => settings.foreign.includes(service);
  const wish = (server: string, name: PortName): PortWish => ({
    server,
    port: settings[name],
    variable: portVariables[name][0],
  });
  return [
    wish('HTTP', 'httpPort'),
    wish('WebSocket', 'webSocketPort'),
    wish('Lambda invoke', 'lambdaPort'),
    ...(isForeign('dynamodb') ? [] : [wish('DynamoDB', 'dynamoDbPort')]),
    ...(isForeign('sqs') && isForeign('s3') ? [] : [wish('SQS and S3', 'awsPort')]),
    wish('SMTP', 'smtpPort'),
    wish('mailbox', 'mailboxPort'),
  ];
}

/** URL of a queue, as every client here spells it. */
export function queueUrl(settings: LocalSettings, name: string): string {
  return `${settings.endpoints.sqs}/000000000000/${name}`;
}

/** What the SDK needs to speak with the emulators: any credentials will do, unless some are given. */
function awsEnvironment(settings: LocalSettings, environment: Environment): Record<string, string> {
  return {
    // The emulators name their queues and streams by this region.
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: environment.AWS_ACCESS_KEY_ID || 'local',
    AWS_SECRET_ACCESS_KEY: environment.AWS_SECRET_ACCESS_KEY || 'local',
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
    POLYCLINIC_STAGE: stage,
    POLYCLINIC_ENFORCE_GRANTS: settings.enforceGrants ? 'on' : 'off',
    POLYCLINIC_PUBLIC_URL: publicUrlOf(settings.httpPort, environment),
    POLYCLINIC_CLIENT_URL: urlOf(environment, 'POLYCLINIC_CLIENT_URL', 'http://localhost:5173'),
    POLYCLINIC_MASTER_SECRET: file('master-secret.json'),
    POLYCLINIC_SIGNING_KEY: file('signing-key.json'),
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
