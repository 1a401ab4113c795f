import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tableName } from '../../infra/tables.ts';
import { day } from '../../lib/clock.ts';
import type { FreeSlots } from '../../lib/domains/clinic/appointments/slot-schema.ts';
import type { WaitingListEntry } from '../../lib/domains/clinic/appointments/waiting-schema.ts';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import { dueItems } from '../../lib/due/due-item.ts';
import { createClients } from '../../local/clients.ts';
import { stage } from '../../local/settings.ts';
import { eventually, type HttpAnswer, mailsTo, request } from '../support/client.ts';
import { hasten, tick } from './hasten.ts';
import { apiUrl, logIn, mailboxUrl, newAddress, register, settings, tokensOf } from './running.ts';

const clinicId = '019a0000-0000-7000-8000-00000000c001';
const schedule = {
  weekly: [1, 2, 3, 4, 5].map((weekday) => ({ day: weekday, from: '08:00', to: '18:00', breaks: [] })),
  ...{ slotMinutes: 30, bufferMinutes: 0, minNoticeMinutes: 120, horizonDays: 90 },
};
const clients = createClients(settings.endpoints);
const dynamoDb = DynamoDBDocumentClient.from(clients.dynamoDb);

type Call = (method: string, path: string, data?: unknown) => Promise<HttpAnswer>;
type Slot = FreeSlots['data'][number];

interface Patient {
  readonly id: string;
  readonly email: string;
}

async function signedIn(email: string): Promise<Call> {
  const { accessToken } = tokensOf(await logIn(email, { password: seededPassword }));
  const headers = { authorization: `Bearer ${accessToken}` };
  return (method, path, data) =>
    request(`${apiUrl}/v1${path}`, { method, headers, ...(data !== undefined && { data }) });
}

let staff: Call;
let admin: Call;
let doctorId: string;

beforeAll(async () => {
  admin = await signedIn('admin@polyclinic.test');
  staff = await signedIn('staff@polyclinic.test');
  doctorId = ((await register(newAddress(), { name: 'Grace Hopper' })).json.data as { id: string }).id;
  await admin('PUT', `/users/${doctorId}/roles`, { roles: ['doctor'], clinicId });
  await admin('PUT', `/doctors/${doctorId}/schedule`, schedule);
});

afterAll(() => dynamoDb.destroy());

/** A free slot, and all of those that are, from `daysAhead` days on for ten days, in which there is always a Monday. */
async function slotsFrom(daysAhead: number): Promise<readonly [Slot, ...Slot[]]> {
  const from = Date.now() + daysAhead * day;
  const range = [from, from + 10 * day].map((instant) => new Date(instant).toISOString());
  const answer = await staff('GET', `/doctors/${doctorId}/slots?from=${range[0]}&to=${range[1]}`);
  const [first, ...others] = (answer.json.data ?? []) as FreeSlots['data'];
  if (!first) throw new Error(answer.text);
  return [first, ...others];
}

async function registerPatient(): Promise<Patient> {
  const email = newAddress();
  const { json } = await staff('POST', '/patients', { name: 'Ada Lovelace', email, phone: '(212) 555-0123' });
  return { id: (json.data as { id: string }).id, email };
}

const idIn = ({ json }: HttpAnswer) => (json.data as { id: string }).id;
const codeOf = ({ status, json }: HttpAnswer) => [status, json?.code];

const hold = ({ start }: Slot, caller = staff) => caller('POST', '/appointments/holds', { doctorId, start });
const release = (holdId: string) => staff('DELETE', `/appointments/holds/${holdId}`);
const book = ({ start }: Slot, { id: patientId }: Patient, holdId?: string) =>
  staff('POST', '/appointments', { doctorId, patientId, start, reason: 'Cough', ...(holdId && { holdId }) });

/** Lets a patient wait for one slot alone, so that nothing else suits them. */
const join = ({ start: from, end: to }: Slot, { id: patientId }: Patient) =>
  staff('POST', '/waiting-list', { doctorId, patientId, from, to });

async function entriesOf(which: string, caller = staff): Promise<WaitingListEntry[]> {
  return (await caller('GET', `/waiting-list?${which}`)).json.data as WaitingListEntry[];
}

/** Somebody else’s appointment, which is made and cancelled. */
async function freeOnce(slot: Slot, meanwhile: () => Promise<unknown>): Promise<void> {
  const id = idIn(await book(slot, await registerPatient()));
  await meanwhile();
  await staff('POST', `/appointments/${id}/cancel`, {});
}

const offerTo = ({ id }: Patient) =>
  eventually('the offer', async () => (await entriesOf(`patientId=${id}`))[0]?.offer);

describe('a hold', () => {
  it('keeps a slot from everybody else until it is released', async () => {
    const [slot, next] = await slotsFrom(45);
    const { holdId } = (await hold(slot)).json.data as { holdId: string };

    const rival = await hold(slot, admin);
    const booking = await book(slot, await registerPatient());
    const released = await release(holdId);

    expect(rival.json).toMatchObject({ code: 'SLOT_TAKEN', nextFree: next?.start });
    expect(codeOf(booking)).toEqual([409, 'SLOT_TAKEN']);
    expect(released.status).toBe(204);
    expect(codeOf(await release(holdId))).toEqual([404, 'HOLD_NOT_FOUND']);
    expect((await slotsFrom(45))[0]).toEqual(slot);
  });

  it('is used up by the booking that names it', async () => {
    const [slot] = await slotsFrom(50);
    const { holdId } = (await hold(slot)).json.data as { holdId: string };

    const booked = await book(slot, await registerPatient(), holdId);

    expect(booked.status).toBe(201);
    expect(codeOf(await release(holdId))).toEqual([404, 'HOLD_NOT_FOUND']);
  });
});

describe('a waiting list', () => {
  it('tells who waits for a doctor and what a patient waits for, until they leave it', async () => {
    const [slot] = await slotsFrom(55);
    const patient = await registerPatient();
    const joined = await join(slot, patient);
    const id = idIn(joined);

    expect([joined.status, joined.json.data]).toMatchObject([201, { clinicId, doctorId, patientId: patient.id }]);
    for (const [which, caller] of [
      [`patientId=${patient.id}`, staff],
      [`doctorId=${doctorId}`, staff],
      [`doctorId=${doctorId}`, admin],
    ] as const)
      await eventually('the entry in the list', async () =>
        (await entriesOf(which, caller)).find((entry) => entry.id === id),
      );
    expect((await staff('DELETE', `/waiting-list/${id}`)).status).toBe(204);
    expect(codeOf(await staff('DELETE', `/waiting-list/${id}`))).toEqual([404, 'WAITING_LIST_ENTRY_NOT_FOUND']);
    await eventually('the list without the entry', async () =>
      (await entriesOf(`patientId=${patient.id}`)).length === 0 ? true : undefined,
    );
  });

  it('offers what is cancelled to who waits, by mail too, who alone books it and waits no longer', async () => {
    const [slot] = await slotsFrom(60);
    const patient = await registerPatient();
    await freeOnce(slot, () => join(slot, patient));
    const { holdId, start, end } = await offerTo(patient);
    const mail = await eventually('the mail', async () =>
      (await mailsTo(mailboxUrl, patient.email)).find(({ text }) => text.includes(holdId)),
    );

    const direct = await book(slot, await registerPatient());
    const booked = await book(slot, patient, holdId);

    expect([start, end]).toEqual([slot.start, slot.end]);
    expect(mail.subject).toBe('A time that you wait for is free');
    expect(codeOf(direct)).toEqual([409, 'SLOT_TAKEN']);
    expect([booked.status, booked.json.data]).toMatchObject([201, { start, end, patientId: patient.id }]);
    await eventually('the list without the entry', async () =>
      (await entriesOf(`patientId=${patient.id}`)).length === 0 ? true : undefined,
    );
    await ended(holdId);
    const mails = await mailsTo(mailboxUrl, patient.email);
    expect(mails.filter(({ subject }) => subject === mail.subject)).toHaveLength(1);
  });

  it('offers what is declined to who waits next, and is free again when nobody does', async () => {
    const [slot] = await slotsFrom(65);
    const [first, second] = [await registerPatient(), await registerPatient()];
    await freeOnce(slot, async () => [await join(slot, first), await join(slot, second)]);
    const declined = await release((await offerTo(first)).holdId);

    const { start } = await offerTo(second);
    const [entry] = await entriesOf(`patientId=${second.id}`);
    const left = await staff('DELETE', `/waiting-list/${entry?.id}`);

    expect([declined.status, left.status]).toEqual([204, 204]);
    expect(start).toBe(slot.start);
    expect(await entriesOf(`patientId=${first.id}`)).toMatchObject([{ patientId: first.id }]);
    expect((await entriesOf(`patientId=${first.id}`))[0]?.offer).toBeUndefined();
    expect((await slotsFrom(65))[0]).toEqual(slot);
  });
});

/** Brings the end of an offer near, and waits until it has come. */
async function ended(holdId: string): Promise<void> {
  const which = { type: 'waiting-list.offer-over', id: holdId };
  const read = new GetCommand({ TableName: tableName(stage, 'platform'), Key: dueItems.key(which) });
  await hasten(dynamoDb, which);
  await eventually('the end of the offer', async () => {
    await tick();
    return (await dynamoDb.send(read)).Item?.state === 'done' || undefined;
  });
}
