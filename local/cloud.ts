import { existsSync } from 'node:fs';
import path from 'node:path';
import { buckets } from '../infra/buckets.ts';
import { queues } from '../infra/queues.ts';
import { tables } from '../infra/tables.ts';
import { createClients, type LocalClients } from './clients.ts';
import { localCredentials } from './credentials.ts';
import { claimDataDir } from './data-dir.ts';
import { applyBuckets } from './definitions/buckets.ts';
import { applyQueues } from './definitions/queues.ts';
import { applyTables } from './definitions/tables.ts';
import { createConflicts } from './dynamodb/conflicts.ts';
import { startDynamoDb } from './dynamodb.ts';
import type { Emulator } from './emulator.ts';
import { functionEnvironment } from './function-environment.ts';
import { startMailbox } from './mailbox.ts';
import { requireFreePorts } from './ports.ts';
import { runSeed } from './run-seed.ts';
import { type LocalSettings, portWishes, stage } from './settings.ts';
import { startSqsS3 } from './sqs-s3.ts';

export interface CloudOptions {
  readonly settings: LocalSettings;
  /** Whether there is no kept data yet: then the start takes longer, and says so. */
  readonly isFirst: boolean;
  readonly report: (message: string) => void;
}

/** The services that the functions depend on, ready to be used. */
export interface Cloud {
  readonly clients: LocalClients;
  stop(): Promise<void>;
}

/** Claims the ports and the data folder before anything starts; answers whether there is no kept data. */
export async function claimPlaces(settings: LocalSettings, fresh: boolean): Promise<boolean> {
  await requireFreePorts(portWishes(settings));
  const isNew = !existsSync(settings.dataDir);
  claimDataDir(settings.dataDir, { fresh });
  return fresh || isNew;
}

/** Starts the services, brings tables, queues and buckets to their definitions, and seeds. */
export async function startCloud({ settings, isFirst, report }: CloudOptions): Promise<Cloud> {
  if (isFirst) report('starting DynamoDB, SQS, S3 and the mailbox');
  const emulators = await startEmulators(settings);
  const environment = functionEnvironment(settings);
  const clients = createClients(settings.endpoints, environment);
  if (isFirst) report('creating tables, queues and buckets');
  await applyDefinitions(clients, settings);
  if (isFirst) report('seeding people');
  await runSeed(environment);
  return {
    clients,
    async stop() {
      await Promise.all(emulators.map((emulator) => emulator.stop()));
    },
  };
}

function startEmulators({ foreign, dataDir, conflicts: share, ...ports }: LocalSettings): Promise<Emulator[]> {
  const folder = (name: string) => path.join(dataDir, name);
  const passage = share > 0 ? { passage: createConflicts({ share }) } : {};
  const dynamoDb = { port: ports.dynamoDbPort, dataDir: folder('dynamodb'), ...passage };
  const needsSqsS3 = !foreign.includes('sqs') || !foreign.includes('s3');
  return Promise.all([
    ...(foreign.includes('dynamodb') ? [] : [startDynamoDb(dynamoDb)]),
    ...(needsSqsS3
      ? [startSqsS3({ port: ports.awsPort, dataDir: folder('sqs-s3'), credentials: localCredentials(process.env) })]
      : []),
    startMailbox({ smtpPort: ports.smtpPort, pagePort: ports.mailboxPort, dataDir: folder('mailbox') }),
  ]);
}

async function applyDefinitions({ dynamoDb, sqs, s3 }: LocalClients, settings: LocalSettings): Promise<void> {
  await Promise.all([
    applyTables(dynamoDb, stage, tables),
    applyQueues(sqs, queues, { stage, visibilitySeconds: settings.visibilitySeconds }),
    applyBuckets(s3, stage, buckets),
  ]);
}
