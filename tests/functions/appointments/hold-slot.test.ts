import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/appointments/hold-slot.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { later } from '../../../lib/clock.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { type Expectation, permitted } from '../../support/access/expectations.ts';
import { aDoctor, everyDay, mondayAtNine, plantDoctor } from '../../support/appointments.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import { createTestClock } from '../../support/clock.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { doctorOf, memberOf } from '../../support/patients.ts';
import { machineWith, resetCalls, stackOf } from '../../support/people.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { closeClinic, createWaiting, type Waiting, waitingOn } from '../../support/waiting.ts';

const staff = memberOf('staff');
const ada = memberOf('user');
const halfPastNine = '2026-03-16T13:30:00.000Z';
const ten = '2026-03-16T14:00:00.000Z';
const halfPastTen = '2026-03-16T14:30:00.000Z';

let database: MemoryDatabase;
let waiting: Waiting;
let patientId: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  waiting = await createWaiting(database);
  patientId = (await waiting.patients.register()).id;
  resetCalls(database);
});

const hold = (start = mondayAtNine, caller: Caller = ada, doctorId = aDoctor) =>
  send(createHandler(waiting.holds, { ...waiting, ...stackOf(caller) }), { method: 'POST', json: { doctorId, start } });
const codeOf = async (answer: ReturnType<typeof hold>) => (await answer).json.code;

describe('POST /v1/appointments/holds', () => {
  it('keeps a slot for five minutes, by two reads and one transaction', async () => {
    const { status, json, headers } = await hold('2026-03-16T09:00:00-04:00');

    const expiresAt = later(waiting.clock(), 300_000).toISOString();
    expect(status).toBe(201);
    expect(json.data).toEqual({ holdId: expect.any(String), expiresAt });
    expect(headers.location).toBe(`/v1/appointments/holds/${(json.data as { holdId: string }).holdId}`);
    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 1 });
  });

  it('ends in whole seconds, and not before five minutes are over', async () => {
    waiting.clock.advance(0.25);

    const { json } = await hold();

    expect(json.data).toMatchObject({ expiresAt: later(waiting.clock(), 300_750).toISOString() });
  });

  it('keeps the slot from who books it, holds it or moves to it, of whatever length, and names the next', async () => {
    await hold();
    const { id } = await waiting.book({ patientId, start: ten });
    plantDoctor(database, { schedule: { ...everyDay, slotMinutes: 60 } });

    const moved = waiting.rescheduling.reschedule(staff, id, { start: mondayAtNine });

    await expect(waiting.book({ patientId })).rejects.toMatchObject({ code: 'SLOT_TAKEN' });
    await expect(moved).rejects.toMatchObject({ code: 'SLOT_TAKEN' });
    plantDoctor(database);
    const again = await hold(mondayAtNine, staff);
    expect(again.status).toBe(409);
    expect(again.json).toMatchObject({ code: 'SLOT_TAKEN', nextFree: halfPastNine });
  });

  it('refuses a slot that is booked, by one more read', async () => {
    await waiting.book({ patientId });
    resetCalls(database);

    const { json } = await hold();

    expect(json).toMatchObject({ code: 'SLOT_TAKEN', nextFree: halfPastNine });
    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 1, write: 0, transact: 0 });
  });

  it.each([
    ['a second before its end', 299, ['SLOT_TAKEN', 'SLOT_TAKEN']],
    ['at its end', 300, [undefined, undefined]],
  ])('is in the way of others %s: after %i s', async (_, seconds, codes) => {
    await hold();
    await hold(halfPastNine);
    waiting.clock.advance(seconds);

    const held = await codeOf(hold(mondayAtNine, staff));
    const booked = await waiting.book({ patientId, start: halfPastNine }).then(
      () => undefined,
      ({ code }) => code,
    );

    expect([held, booked]).toEqual(codes);
  });

  it('gives up to three holds to each person and each key, and one more when the first is over', async () => {
    const key = { ...machineWith('appointments:write'), clinicId: northClinic };
    for (const start of [mondayAtNine, halfPastNine]) await hold(start);
    waiting.clock.advance(60);
    await hold(ten);

    const fourth = await codeOf(hold(halfPastTen));
    const ofAKey = await codeOf(hold(halfPastTen, key));
    waiting.clock.advance(240);
    const afterTwo = [
      await codeOf(hold(mondayAtNine)),
      await codeOf(hold(halfPastNine)),
      await codeOf(hold('2026-03-16T15:00:00Z')),
    ];

    expect([fourth, ofAKey]).toEqual(['TOO_MANY_HOLDS', undefined]);
    expect(afterTwo).toEqual([undefined, undefined, 'TOO_MANY_HOLDS']);
  });

  it('keeps what somebody holds no longer than they hold it', async () => {
    await hold();
    waiting.clock.advance(60);
    await hold(halfPastNine);

    const [holder] = database.itemsOf('clinic').filter(({ entity }) => entity === 'holder');
    const holds = database.itemsOf('clinic').filter(({ entity }) => entity === 'hold');

    const end = Math.floor(later(waiting.clock(), 300_000).getTime() / 1_000);
    expect(holder?.expiresAt).toBe(end);
    expect(holds.map(({ expiresAt }) => Number(expiresAt)).sort()).toEqual([end - 60, end]);
  });

  it.each([
    ['a time at which no slot begins', '2026-03-16T13:10:00Z', 'not_working'],
    ['a time beside the grid', '2026-03-16T13:01:02.003Z', 'not_working'],
    ['what is past', '2026-03-09T11:00:00Z', 'not_working'],
    ['what is too far ahead', '2026-06-30T13:00:00Z', 'horizon'],
  ])('refuses %s', async (_, start, reason) => {
    const { status, json } = await hold(start);

    expect(status).toBe(422);
    expect(json).toMatchObject({ code: 'SLOT_UNAVAILABLE', reason, nextFree: expect.any(String) });
  });

  it('knows no doctor who is not there, or was one, and a key none of another clinic, or of any where it is bound to none', async () => {
    const former = '019a0000-0000-7000-8000-0000000000d2';
    plantDoctor(database, { id: former, formerSince: '2026-03-01T09:00:00.000Z' });
    const ofSouth = { ...machineWith('appointments:write'), clinicId: southClinic };

    const codes = [
      await codeOf(hold(mondayAtNine, ada, '019a0000-0000-7000-8000-0000000000d9')),
      await codeOf(hold(mondayAtNine, ada, former)),
      await codeOf(hold(mondayAtNine, ofSouth)),
      await codeOf(hold(mondayAtNine, machineWith('appointments:write'))),
    ];

    expect(codes).toEqual(Array(4).fill('UNKNOWN_REFERENCE'));
    expect(database.itemsOf('clinic').filter(({ entity }) => entity === 'hold')).toEqual([]);
  });

  it.each<[string, () => unknown, string]>([
    ['the doctor works no more', () => database.plant('clinic', { ...withoutHours(), version: 2 }), 'not_working'],
    ['the clinic closes', () => closeClinic(waiting), 'closed'],
  ])('refuses a slot where %s before it is written', async (_, meanwhile, reason) => {
    let looks = 0;
    database.hooks.before = async (operation) => {
      if (operation === 'transact' && looks++ === 0) await meanwhile();
    };

    expect((await hold()).json).toMatchObject({ code: 'SLOT_UNAVAILABLE', reason });
  });

  const withoutHours = () => doctorOf({ id: aDoctor, schedule: { ...everyDay, weekly: [] } });

  it('leaves neither an event nor an entry of the audit', async () => {
    const before = ['events', 'audit'].map((table) => database.itemsOf(table as 'events').length);

    await hold();

    expect(['events', 'audit'].map((table) => database.itemsOf(table as 'events').length)).toEqual(before);
  });

  it('is by the clock of who asks: one that is behind takes no hold that is over by it alone', async () => {
    await hold();
    const ahead = createTestPlatform(database, {
      clock: createTestClock(later(waiting.clock(), 301_000).toISOString()),
    });
    await waitingOn(ahead).holds.hold(staff, { doctorId: aDoctor, start: mondayAtNine });

    expect(await codeOf(hold())).toBe('SLOT_TAKEN');
  });
});

/** Who holds slots: all who sign in, and keys of the clinic, but none of no clinic. */
function butUnboundKeys({ statuses, ...expected }: Expectation): Expectation {
  return { ...expected, statuses: { ...statuses, scopedKey: 422, clinicKey: 201 } };
}

describeAccess(
  trigger,
  ({ database: own, identity, stack }) => {
    plantDoctor(own);
    return createHandler(waitingOn(identity.platform).holds, stack);
  },
  butUnboundKeys(permitted(201, { doctorId: aDoctor, start: mondayAtNine })),
);
