import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/appointments/join-waiting-list.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { everybody } from '../../support/access/expectations.ts';
import { aDoctor, plantDoctor } from '../../support/appointments.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { doctorOf, linkTo, memberOf } from '../../support/patients.ts';
import { auditOf, machineWith, resetCalls, stackOf } from '../../support/people.ts';
import { createWaiting, thatWeek, type Waiting, waitingOn } from '../../support/waiting.ts';

const staff = memberOf('staff');
const mother = memberOf('user');
const ofSouth = '019a0000-0000-7000-8000-0000000000d2';
const absent = '019a0000-0000-7000-8000-0000000000d9';

let database: MemoryDatabase;
let waiting: Waiting;
let child: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  waiting = await createWaiting(database);
  child = (await waiting.patients.register()).id;
  await linkTo(waiting.patients, child, mother.userId);
  resetCalls(database);
});

const join = (overrides: object = {}, caller: Caller = mother) =>
  send(createHandler(waiting.waitingList, { ...waiting, ...stackOf(caller) }), {
    method: 'POST',
    json: { doctorId: aDoctor, patientId: child, ...thatWeek, ...overrides },
  });

describe('POST /v1/waiting-list', () => {
  it('lets a patient wait, by one read and one transaction, which is on record', async () => {
    const { status, json, headers } = await join({ from: '2026-03-15T20:00:00-04:00' });

    const id = (json.data as { id: string }).id;
    const createdAt = waiting.clock().toISOString();
    expect(status).toBe(201);
    expect(json.data).toEqual({
      ...{ id: expect.any(String), clinicId: northClinic, doctorId: aDoctor, patientId: child },
      ...{ from: thatWeek.from, to: thatWeek.to, createdAt },
    });
    expect(headers.location).toBe(`/v1/waiting-list/${id}`);
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 1 });
    expect(auditOf(database, 'waiting-list.joined')).toMatchObject([
      { subject: `patients/${child}`, details: { as: 'patient', clinicId: northClinic, entryId: id } },
    ]);
  });

  it('keeps an entry, and what is counted of it, until its end', async () => {
    await join();
    await join({ to: '2026-03-17T00:00:00Z' });

    const ends = database.itemsOf('clinic').filter(({ entity }) => entity === 'waiting-entry' || entity === 'waiter');

    const [first, second] = [Date.parse(thatWeek.to) / 1_000, Date.parse('2026-03-17T00:00:00Z') / 1_000];
    expect(ends.map(({ expiresAt }) => Number(expiresAt)).sort()).toEqual([second, first, first]);
  });

  it('gives up to ten entries to a patient, and one more when one is over', async () => {
    for (let nth = 0; nth < 9; nth++) await join();
    await join({ from: '2026-03-09T00:00:00Z', to: '2026-03-09T13:00:00Z' });

    const eleventh = await join();
    waiting.clock.advance(3_600);
    const after = [await join(), await join()];

    expect([eleventh, ...after].map(({ status, json }) => [status, json.code])).toEqual([
      [409, 'TOO_MANY_ENTRIES'],
      [201, undefined],
      [409, 'TOO_MANY_ENTRIES'],
    ]);
  });

  it.each<[string, object, Caller, string]>([
    ['a patient who is not there', { patientId: absent }, staff, 'patientId'],
    ['a patient of another clinic', {}, memberOf('staff', southClinic), 'patientId'],
    ['somebody else’s child', {}, memberOf('user', undefined, absent), 'patientId'],
    ['any patient, to a key of no clinic', {}, machineWith('appointments:write'), 'patientId'],
    ['a doctor who is not there', { doctorId: absent }, staff, 'doctorId'],
    ['a doctor of another clinic', { doctorId: ofSouth }, staff, 'doctorId'],
  ])('knows nothing of %s', async (_, overrides, caller, path) => {
    plantDoctor(database, { id: ofSouth, clinicId: southClinic });

    const { status, json } = await join(overrides, caller);

    expect(status).toBe(422);
    expect(json).toMatchObject({ code: 'UNKNOWN_REFERENCE', errors: [{ path }] });
  });

  it('knows nothing of a patient who is deleted, nor of a doctor who was one', async () => {
    plantDoctor(database, { formerSince: '2026-03-01T09:00:00.000Z' });
    const ofFormer = await join();
    await waiting.patients.deletions.delete(staff, { patientId: child });
    const deleted = await join({}, staff);

    expect([ofFormer, deleted].map(({ json }) => json.errors)).toMatchObject([
      [{ path: 'doctorId' }],
      [{ path: 'patientId' }],
    ]);
  });

  it.each<[string, () => unknown, string]>([
    ['the patient is deleted', () => waiting.patients.deletions.delete(staff, { patientId: child }), 'patientId'],
    ['the doctor is one no more', () => database.plant('clinic', { ...former, version: 2 }), 'doctorId'],
  ])('lets nobody wait where %s before that is written', async (_, meanwhile, path) => {
    let looks = 0;
    database.hooks.before = async (operation) => {
      if (operation === 'transact' && looks++ === 0) await meanwhile();
    };

    expect((await join({}, staff)).json).toMatchObject({ code: 'UNKNOWN_REFERENCE', errors: [{ path }] });
  });

  const former = doctorOf({ id: aDoctor, formerSince: '2026-03-01T09:00:00.000Z' });

  it.each([
    ['is over', { from: '2026-03-01T00:00:00Z', to: '2026-03-09T12:00:00Z' }, 'past'],
    ['ends before it begins', { from: thatWeek.to, to: thatWeek.from }, 'order'],
    ['is longer than 90 days', { to: '2026-06-14T00:00:00.001Z' }, 'range_too_long'],
  ])('refuses a time that %s', async (_, overrides, code) => {
    const { status, json } = await join(overrides);

    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: 'to', code }] });
  });

  it('takes a time of 90 days', async () => {
    expect((await join({ to: '2026-06-14T00:00:00Z' })).status).toBe(201);
  });
});

const patientOfNorth = '019a0000-0000-7000-8000-0000000000a1';

describeAccess(
  trigger,
  ({ database: own, identity, stack }) => {
    plantDoctor(own);
    plantPatient(own);
    return createHandler(waitingOn(identity.platform).waitingList, stack);
  },
  {
    request: {
      json: { doctorId: aDoctor, patientId: patientOfNorth, from: '2026-03-01T00:00:00Z', to: '2026-03-18T00:00:00Z' },
    },
    statuses: {
      ...everybody(422),
      anonymous: 401,
      unscopedKey: 403,
      doctor: 201,
      staff: 201,
      admin: 201,
      clinicKey: 201,
    },
  },
);

/** Puts down the record of a patient of North, of which nothing that is sealed is looked at. */
function plantPatient(own: MemoryDatabase): void {
  const [record] = database.itemsOf('clinic').filter(({ pk }) => pk === `PATIENT#${child}`);
  if (!record) throw new Error('There is no patient');
  const { userId: _, ...unlinked } = record;
  own.plant('clinic', { ...unlinked, pk: `PATIENT#${patientOfNorth}`, sk: 'PATIENT', id: patientOfNorth });
}
