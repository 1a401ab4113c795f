import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { DeleteObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { BatchWriteCommand, DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bucketName } from '../../infra/buckets.ts';
import { root } from '../../infra/functions.ts';
import { tableName } from '../../infra/tables.ts';
import { later } from '../../lib/clock.ts';
import { auditEntries } from '../../lib/commit/audit-entry.ts';
import { readerMarks } from '../../lib/domains/clinic/readers/mark-repository.ts';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import { lastFinishedDay } from '../../lib/domains/operations/audit/calendar.ts';
import { newId } from '../../lib/ids.ts';
import { createClients } from '../../local/clients.ts';
import { stage } from '../../local/settings.ts';
import { eventually, type HttpAnswer, mailsTo, request } from '../support/client.ts';
import { northClinic } from '../support/clinics.ts';
import { apiUrl, logIn, mailboxUrl, newAddress, registerAndVerify, settings, tokensOf } from './running.ts';
import { withinWindow } from './within-window.ts';

const TableName = tableName(stage, 'audit');
const clients = createClients(settings.endpoints);
const dynamoDb = DynamoDBDocumentClient.from(clients.dynamoDb);
/** The person's id and the headers of their requests. */
let user: { readonly id: string; readonly headers: Record<string, string> };
let admin: typeof user;

beforeAll(async () => {
  [user, admin] = await Promise.all([signIn('user@polyclinic.test'), signIn('admin@polyclinic.test')]);
});

afterAll(() => {
  dynamoDb.destroy();
  clients.s3.destroy();
});

async function signIn(email: string): Promise<typeof user> {
  const answer = await logIn(email, { password: seededPassword });
  const { user: person } = answer.json.data as unknown as { user: { id: string } };
  return { id: person.id, headers: { authorization: `Bearer ${tokensOf(answer).accessToken}` } };
}

const search = (query: Record<string, string>, headers = admin.headers) =>
  request(`${apiUrl}/v1/audit-events?${new URLSearchParams(query)}`, { headers });
const eventsOf = ({ json }: HttpAnswer) => json.data as { id: string; time: string; requestId: string }[];

describe('the audit', () => {
  it('shows an administrator what was refused to a person: by who, by what, by day, and by its id', async () => {
    const refused = await search({}, user.headers);
    expect(refused.json).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });

    const isIt = ({ requestId }: { requestId: string }) => requestId === refused.json.requestId;
    const found = await eventually('the refusal among those of the person', async () =>
      eventsOf(await search({ actorId: user.id, action: 'request.refused' })).find(isIt),
    );
    expect(found).toMatchObject({
      actorId: user.id,
      subject: '/v1/audit-events',
      outcome: 'refused',
      details: { route: 'GET /v1/audit-events', code: 'PERMISSION_DENIED' },
    });
    expect(eventsOf(await search({ subject: '/v1/audit-events' })).filter(isIt)).toEqual([found]);
    // Of the day's entries a page looks at the newest alone, and other tests make some.
    const { time } = found;
    expect(eventsOf(await search({ outcome: 'refused', from: time, to: time })).filter(isIt)).toEqual([found]);
    const read = await request(`${apiUrl}/v1/audit-events/${found.id}`, { headers: admin.headers });
    expect(read.json.data).toEqual(found);
  });
});

/** An entry of a day that is over, past the product: nothing else of that day is in a cloud that began today. */
async function plantEntry(day: string, hour: string) {
  const time = `${day}T${hour}:00:00.000Z`;
  const [id, requestId] = [newId(Date.parse(time)), newId()];
  const what = { action: 'user.verified', subject: 'users/u1', outcome: 'success', details: { hour } } as const;
  const item = { ...auditEntries.toItem({ id, time, requestId, ...what }), version: 1, commitId: requestId };
  await dynamoDb.send(new PutCommand({ TableName, Item: item }));
  return { id, time, item };
}

const seal = () =>
  request(`http://127.0.0.1:${settings.lambdaPort}/2015-03-31/functions/audit-seal-audit-day/invocations`, {
    method: 'POST',
    data: {},
  });

async function verify(day: string) {
  const range = { method: 'POST', headers: admin.headers, data: { from: day, to: day } };
  return (await request(`${apiUrl}/v1/audit-events/verify`, range)).json.data;
}

/** Runs `npm run audit:verify` on the running cloud. */
async function runCommand(day: string): Promise<{ code: unknown; printed: string }> {
  const environment = JSON.parse(process.env.POLYCLINIC_TEST_ENVIRONMENT ?? '{}') as Record<string, string>;
  const args = [path.join(root, 'local/run.mjs'), path.join(root, 'local/verify-audit.ts'), '--from', day, '--to', day];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...environment }, stdio: 'pipe' });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
  const [code] = await once(child, 'close');
  return { code, printed: Buffer.concat(chunks).toString() };
}

describe('the seal of a day', () => {
  it('is made when the day is over, made the same again when it is lost, and tells what was done to the entries', async () => {
    // A day is over at a quarter past midnight, and each hour all that are over are sealed.
    await withinWindow(15 * 60);
    const day = lastFinishedDay(new Date());
    const [first, second] = [await plantEntry(day, '08'), await plantEntry(day, '09')];
    const seals = { Bucket: bucketName(stage, 'seals'), Key: `audit/${day}.json` };
    const readSeal = async () => (await clients.s3.send(new GetObjectCommand(seals))).Body?.transformToString();

    const head = { TableName: tableName(stage, 'platform'), Key: { pk: 'AUDIT-SEALS', sk: 'HEAD' } };
    const forgetSeal = async () => {
      await clients.s3.send(new DeleteObjectCommand(seals));
      await dynamoDb.send(new DeleteCommand(head));
    };

    // An hour may have begun since the cloud did, so that the day is sealed without them.
    await forgetSeal();
    await seal();
    const sealed = await readSeal();
    await forgetSeal();
    await seal();

    expect(await readSeal()).toBe(sealed);
    expect(await verify(day)).toEqual({ checked: 2, checkedFrom: day, checkedThrough: day });
    const { code, printed } = await runCommand(day);
    expect([code, printed]).toEqual([0, `2 entries from ${day} to ${day} are as they were sealed\n`]);

    await dynamoDb.send(new PutCommand({ TableName, Item: { ...second.item, outcome: 'failure' } }));
    const { id, time } = second;
    expect(await verify(day)).toMatchObject({ checked: 1, firstBad: { day, reason: 'changed', id, time } });

    await dynamoDb.send(new DeleteCommand({ TableName, Key: { pk: first.item.pk, sk: first.item.sk } }));
    expect(await verify(day)).toMatchObject({ checked: 0, firstBad: { day, reason: 'missing', id: first.id } });
    const failed = await runCommand(day);
    expect([failed.code, failed.printed]).toEqual([1, expect.stringContaining(`missing ${first.time} ${first.id}`)]);

    for (const { item } of [first, second]) await dynamoDb.send(new PutCommand({ TableName, Item: item }));
    expect(await verify(day)).toMatchObject({ checked: 2 });

    const forged = { ...first.item, pk: 'AUDIT#elsewhere', sk: `${day}T10:00:00.000Z#${first.id}` };
    await dynamoDb.send(new PutCommand({ TableName, Item: forged }));
    expect(eventsOf(await search({ subject: 'users/u1' })).map(({ id: each }) => each)).toEqual([second.id, first.id]);
    expect(await verify(day)).toMatchObject({ checked: 2, firstBad: { day, reason: 'added', id: first.id } });
    await dynamoDb.send(new DeleteCommand({ TableName, Key: { pk: forged.pk, sk: forged.sk } }));

    await clients.s3.send(new DeleteObjectCommand(seals));
    await seal();
    await expect(readSeal()).rejects.toThrow();
    expect(await verify(day)).toMatchObject({ checked: 0, firstBad: { day, reason: 'seal_missing' } });
    await forgetSeal();
    await seal();
    expect(await readSeal()).toBe(sealed);
  });
});

/** The last hour that is over for a quarter of an hour. */
const hour = new Date(Math.floor((Date.now() - 15 * 60_000) / 3_600_000) * 3_600_000 - 3_600_000);

/** Lets somebody have opened so many records in the hour, past the product. */
async function haveOpened(actorId: string, times: number): Promise<void> {
  const items = Array.from({ length: times }, (_, patient) => {
    const time = later(hour, 60_000 + patient * 1_000);
    const what = { action: 'patient.read', subject: `patients/${newId()}`, outcome: 'success' } as const;
    const by = { actorId, requestId: newId(), details: { as: 'staff', clinicId: northClinic } };
    const entry = { id: newId(time.getTime()), time: time.toISOString(), ...what, ...by };
    return { ...auditEntries.toItem(entry), version: 1, commitId: entry.requestId };
  });
  for (let at = 0; at < items.length; at += 25) {
    const puts = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await dynamoDb.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
  }
}

const watchReaders = () =>
  request(`http://127.0.0.1:${settings.lambdaPort}/2015-03-31/functions/patients-watch-readers/invocations`, {
    method: 'POST',
    data: {},
  });

// In the first hour of a day that hour is one of the day whose entries the test above counts: its turn comes first.
describe('whoever has opened unusually many records', () => {
  it('is looked for in the hours that are over', async () => {
    expect((await watchReaders()).status).toBe(200);
  });

  it('is told of to an admin, by name', async () => {
    const address = newAddress();
    const reader = await registerAndVerify(address);
    await haveOpened(reader, 61);
    const mark = { ...readerMarks.toItem({ until: hour.toISOString() }), version: 1, commitId: newId() };
    await dynamoDb.send(new PutCommand({ TableName: tableName(stage, 'platform'), Item: mark }));

    await watchReaders();

    const mail = await eventually('the mail', async () =>
      (await mailsTo(mailboxUrl, 'admin@polyclinic.test')).find(({ text }) => text.includes(reader)),
    );
    expect(mail.subject).toBe('Unusual access to patient records');
    expect(mail.text).toContain(`Ada Lovelace (${reader}): records opened: 61`);
  });
});
