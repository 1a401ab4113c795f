import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from '../../infra/functions.ts';
import { tableName, tables } from '../../infra/tables.ts';
import { applyTables } from '../../local/definitions/tables.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { type Appointments, createAppointments } from '../support/appointments.ts';
import { createTestClock } from '../support/clock.ts';
import { createMemoryDatabase } from '../support/memory-database.ts';
import { createTestPlatform } from '../support/platform.ts';
import { unusedPort } from '../support/unused-ports.ts';

let dataDir: string;
let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
let client: DynamoDBDocumentClient;
let booked: Awaited<ReturnType<Appointments['book']>>;

/** A local stage in whose clinic one appointment is to come, in a year that is far from over. */
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'polyclinic-zones-'));
  dynamoDb = await startDynamoDb({ port: await unusedPort() });
  const raw = new DynamoDBClient({
    endpoint: dynamoDb.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  client = DynamoDBDocumentClient.from(raw);
  await applyTables(raw, 'local', tables);
  const database = createMemoryDatabase();
  const clock = createTestClock('2098-03-10T12:00:00.000Z');
  const appointments = await createAppointments(database, createTestPlatform(database, { clock }));
  const { id: patientId } = await appointments.patients.register();
  booked = await appointments.book({ patientId, start: '2098-03-17T16:00:00.000Z' });
  for (const Item of database.itemsOf('clinic'))
    await client.send(new PutCommand({ TableName: tableName('local', 'clinic'), Item }));
});
afterAll(async () => {
  client.destroy();
  await dynamoDb.stop();
  await rm(dataDir, { recursive: true });
});

/** Runs the command as npm does. */
function check(): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const command = ['--disable-warning=ExperimentalWarning', path.join(root, 'local/check-zones.ts')];
  const environment = { POLYCLINIC_DATA_DIR: dataDir, AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint };
  const env = { PATH: process.env.PATH, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env, cwd: root }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describe('npm run zones:check', () => {
  it('ends with 0 where clocks will show what they were to show', async () => {
    const told = await check();

    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout).toMatch(
      /^1 appointments to come were compared with the zones \d{4}[a-z]+: 0 show another time/,
    );
  });

  it('lists an appointment at which they will show another time, and ends with 1', async () => {
    await client.send(
      new UpdateCommand({
        TableName: tableName('local', 'clinic'),
        Key: { pk: `APPOINTMENT#${booked.id}`, sk: 'APPOINTMENT' },
        UpdateExpression: 'SET wallStart = :wall',
        ExpressionAttributeValues: { ':wall': '2098-03-17T11:00' },
      }),
    );

    const { code, stdout } = await check();

    expect(code).toBe(1);
    expect(stdout.split('\n')[1]).toMatch(
      new RegExp(
        `^${booked.id} of doctor .* America/New_York: 2098-03-17T11:00 when it was booked, 2098-03-17T12:00 now$`,
      ),
    );
  });
});
