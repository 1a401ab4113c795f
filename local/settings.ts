import path from 'node:path';
import { problemsOfOptional } from '../lib/config.ts';
import type { PortWish } from './ports.ts';
import { type Environment, isOn, numberOf, SettingMalformed, shareOf, urlOf } from './setting-values.ts';

/** The stage as which the whole product runs on one machine. */
export const stage = 'local';
export const region = 'us-east-1';
/** How many patients can be seeded. */
const mostPatients = 200;

/** Where everything listens and keeps its data; each port can be moved by a variable. */
export interface LocalSettings {
  readonly httpPort: number;
  readonly webSocketPort: number;
  readonly lambdaPort: number;
  readonly dynamoDbPort: number;
  /** The port of SQS and S3. */
  readonly awsPort: number;
  readonly smtpPort: number;
  readonly mailboxPort: number;
  readonly dataDir: string;
  /** The base URLs; the SDK's own endpoint variables may name others than ours. */
  readonly endpoints: Readonly<Record<Service, string>>;
  /** The services whose endpoint somebody else provides. */
  readonly foreign: readonly Service[];
  /** How many seconds a received message stays hidden; undefined leaves it to each queue's definition. */
  readonly visibilitySeconds: number | undefined;
  /** Whether calls are refused that the function's grants do not allow, as AWS would. */
  readonly enforceGrants: boolean;
  /** Of the transactions that meet another on an item, the part that the local DynamoDB cancels, as AWS would: 0 to 1. */
  readonly conflicts: number;
  /** How many of the 200 seeded patients there are to be. */
  readonly seededPatients: number;
}

export type Service = 'dynamodb' | 'sqs' | 's3';

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

/** The SDK's own variables, by which another service than ours is named. */
export const endpointVariables = {
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB',
  sqs: 'AWS_ENDPOINT_URL_SQS',
  s3: 'AWS_ENDPOINT_URL_S3',
} as const satisfies Record<Service, string>;

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
    conflicts: shareOf(environment, 'POLYCLINIC_CONFLICTS'),
    seededPatients: numberOf(environment, 'POLYCLINIC_SEED_PATIENTS', 0, mostPatients) ?? mostPatients,
  };
}

/** Checks the optional variables, on which the functions would otherwise fail when everything else is up. */
function requireOptional(environment: Environment): void {
  const publicUrl = publicUrlOf(portOf(environment, 'httpPort'), environment);
  const problems = problemsOfOptional({ ...environment, POLYCLINIC_PUBLIC_URL: publicUrl });
  if (problems.length > 0) throw new SettingMalformed(problems.join('; '));
}

/** Base URL of the API, also the issuer of its tokens. */
export function publicUrlOf(httpPort: number, environment: Environment): string {
  return urlOf(environment, 'POLYCLINIC_PUBLIC_URL', `http://localhost:${httpPort}`);
}

function portOf(environment: Environment, name: PortName): number {
  const [variable, preset] = portVariables[name];
  return numberOf(environment, variable, 1, 65_535) ?? preset;
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
