import { BatchWriteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from '@jest/globals';
import { tableName } from '../../infra/tables.ts';
import { later } from '../../lib/clock.ts';
import { auditEntries } from '../../lib/commit/audit-entry.ts';
import type { PatientAccess } from '../../lib/domains/clinic/patients/access-schema.ts';
import { readerMarks } from '../../lib/domains/clinic/readers/mark-repository.ts';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import { newId } from '../../lib/ids.ts';
import { createClients } from '../../local/clients.ts';
import { stage } from '../../local/settings.ts';
import { eventually, mailsTo, request } from '../support/client.ts';
import { northClinic } from '../support/clinics.ts';
import { apiUrl, logIn, mailboxUrl, newAddress, password, registerAndVerify, settings, tokensOf } from './running.ts';

const clients = createClients(settings.endpoints);
const dynamoDb = DynamoDBDocumentClient.from(clients.dynamoDb, { marshallOptions: { removeUndefinedValues: true } });

afterAll(() => dynamoDb.destroy());

/** Calls with the access token of somebody who has just signed in. */
async function signedIn(email: string, secret = password) {
  const { accessToken } = tokensOf(await logIn(email, { password: secret }));
  return (method: string, path: string, data?: unknown) =>
    request(`${apiUrl}/v1/patients${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'accept-language': 'de' },
      ...(data !== undefined && { data }),
    });
}

describe('a patient who is linked to an account', () => {
  it('is seen by it, which also sees who has looked, until the link ends', async () => {
    const address = newAddress();
    const [reception] = await Promise.all([
      signedIn('staff@polyclinic.test', seededPassword),
      registerAndVerify(address),
    ]);
    const owner = await signedIn(address);
    const told = { name: 'Grace Hopper', email: address, phone: '2125550123', internalNotes: 'Prefers the morning.' };
    const registered = await reception('POST', '', told);
    const { id } = registered.json.data as { id: string };

    const before = await owner('GET', `/${id}`);
    const linked = await reception('PUT', `/${id}/link`, { email: address });
    const seen = await owner('GET', `/${id}`);
    const accesses = await eventually('both who have opened the record', async () => {
      const { json } = await owner('GET', `/${id}/accesses`);
      const shown = json.data as PatientAccess[];
      return shown.some(({ action }) => action === 'patient.read') ? shown : undefined;
    });
    const unlinked = await reception('DELETE', `/${id}/link`);
    const after = await owner('GET', `/${id}`);

    expect([registered, before, linked, seen, unlinked, after].map(({ status }) => status)).toEqual([
      201, 404, 200, 200, 204, 404,
    ]);
    expect(seen.json.data).not.toHaveProperty('internalNotes');
    expect(accesses.map(({ what, by, as }) => [what, by.kind, as])).toEqual([
      ['Ihre Akte wurde geöffnet.', 'you', 'patient'],
      ['Ein Konto erhielt Zugang zu Ihrer Akte.', 'person', 'staff'],
      ['Sie wurden als Patient aufgenommen.', 'person', 'staff'],
    ]);
  });
});

/** The last hour that is over for a quarter of an hour. */
const hour = new Date(Math.floor((Date.now() - 15 * 60_000) / 3_600_000) * 3_600_000 - 3_600_000);
// In the first hour of a day that hour is one of yesterday, whose entries another test seals and counts.
const isToday = hour.getUTCDate() === new Date().getUTCDate();

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
    await dynamoDb.send(new BatchWriteCommand({ RequestItems: { [tableName(stage, 'audit')]: puts } }));
  }
}

const watchReaders = () =>
  request(`http://127.0.0.1:${settings.lambdaPort}/2015-03-31/functions/patients-watch-readers/invocations`, {
    method: 'POST',
    data: {},
  });

describe('whoever has opened unusually many records', () => {
  it('is looked for in the hours that are over', async () => {
    expect((await watchReaders()).status).toBe(200);
  });

  (isToday ? it : it.skip)('is told of to an admin, by name', async () => {
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
