import path from 'node:path';
import { localCredentials } from '../credentials.ts';
import { startDynamoDb } from '../dynamodb.ts';
import type { Emulator } from '../emulator.ts';
import { startSqsS3 } from '../sqs-s3.ts';
import type { CloudPlace } from '../temporary-cloud.ts';
import { killChild } from './processes.ts';

/** A service that can be killed at any moment, and started again on the same port and data. */
export interface MortalService {
  readonly endpoint: string;
  kill(): Promise<void>;
  revive(): Promise<void>;
  stop(): Promise<void>;
}

/** The services that the product depends on. */
export type Services = Readonly<Record<'DynamoDB' | 'SQS', MortalService>>;

/** Starts a DynamoDB, and an SQS with its S3, where the cloud would have had them. */
export async function startServices({ environment, dataDir }: CloudPlace): Promise<Services> {
  const place = (port: string | undefined, folder: string) => ({
    port: Number(port),
    dataDir: path.join(dataDir, folder),
  });
  const dynamoDb = place(environment.POLYCLINIC_DYNAMODB_PORT, 'dynamodb');
  const sqs = { ...place(environment.POLYCLINIC_AWS_PORT, 'sqs-s3'), credentials: localCredentials(process.env) };
  return {
    DynamoDB: await startMortal(new RegExp(`dynoxide .* ${dynamoDb.dataDir}/`), () => startDynamoDb(dynamoDb)),
    SQS: await startMortal(new RegExp(`sqs-s3-process.* ${sqs.port}\\b`), () => startSqsS3(sqs)),
  };
}

async function startMortal(commandLine: RegExp, start: () => Promise<Emulator>): Promise<MortalService> {
  let emulator = await start();
  return {
    endpoint: emulator.endpoint,
    kill: () => killChild(process.pid, commandLine),
    async revive() {
      emulator = await start();
    },
    stop: () => emulator.stop(),
  };
}
