import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '../../../../../lib/access/caller.ts';
import type { StoredDoctor } from '../../../../../lib/domains/clinic/doctors/repository.ts';
import { aDoctor, everyDay, mondayAtNine, plantDoctor } from '../../../../support/appointments.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { linkTo, memberOf } from '../../../../support/patients.ts';
import { machineWith, resetCalls } from '../../../../support/people.ts';
import { createWaiting, type Waiting } from '../../../../support/waiting.ts';

const staff = memberOf('staff');
const doctor = memberOf('doctor');
const mother = memberOf('user');
const otherDoctor = '019a0000-0000-7000-8000-0000000000d2';
const halfPastNine = '2026-03-16T13:30:00.000Z';

let database: MemoryDatabase;
let waiting: Waiting;
let child: string;
let grace: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  waiting = await createWaiting(database);
  child = (await waiting.patients.register()).id;
  grace = (await waiting.patients.register()).id;
  await linkTo(waiting.patients, child, mother.userId);
});

const holdBy = async (caller: Caller, start = mondayAtNine) =>
  (await waiting.holds.hold(caller, { doctorId: aDoctor, start })).holdId;
const itemsOf = (entity: string) => database.itemsOf('clinic').filter((item) => item.entity === entity);

describe('a booking by a hold', () => {
  it('has the slot that its maker holds, by two reads and one transaction, and the hold is gone', async () => {
    const holdId = await holdBy(mother);
    resetCalls(database);

    const booked = await waiting.book({ patientId: child, holdId }, mother);

    expect(booked).toMatchObject({ start: mondayAtNine, status: 'booked' });
    expect(database.calls).toMatchObject({ get: 1, batchGet: 1, query: 0, transact: 1 });
    expect(itemsOf('hold')).toEqual([]);
    expect(itemsOf('holder')).toMatchObject([{ held: [] }]);
    await expect(holdBy(staff)).rejects.toMatchObject({ code: 'SLOT_TAKEN' });
  });

  it('leaves its maker the holds of other slots, and lets them hold as many as before', async () => {
    const [first, second] = [await holdBy(mother), await holdBy(mother, halfPastNine)];
    await waiting.book({ patientId: child, holdId: first }, mother);

    const more = [await holdBy(mother, '2026-03-16T14:00:00Z'), await holdBy(mother, '2026-03-16T14:30:00Z')];

    expect(itemsOf('holder')).toMatchObject([{ held: [second, ...more].map((holdId) => ({ holdId })) }]);
    await expect(holdBy(mother, '2026-03-16T15:00:00Z')).rejects.toMatchObject({ code: 'TOO_MANY_HOLDS' });
  });

  it('is for anybody at the clinic where one of its staff holds the slot', async () => {
    const holdId = await holdBy(staff);

    expect(await waiting.book({ patientId: grace, holdId })).toMatchObject({ patientId: grace });
  });

  it('gives the slot to nobody but the maker of the hold', async () => {
    const key = machineWith('appointments:write');
    const holdId = await holdBy(mother);

    for (const caller of [staff, doctor, memberOf('admin')])
      await expect(waiting.book({ patientId: child, holdId }, caller)).rejects.toMatchObject({ code: 'HOLD_EXPIRED' });
    await expect(waiting.book({ patientId: child, holdId }, key)).rejects.toMatchObject({ code: 'UNKNOWN_REFERENCE' });
    expect(await waiting.book({ patientId: child, holdId }, mother)).toMatchObject({ patientId: child });
  });

  it.each([
    ['starts at another time', { start: halfPastNine }],
    ['is with another doctor', { doctorId: otherDoctor }],
  ])('refuses an appointment that %s', async (_, other) => {
    plantDoctor(database, { id: otherDoctor });
    const holdId = await holdBy(staff);

    await expect(waiting.book({ patientId: grace, holdId, ...other })).rejects.toMatchObject({ code: 'HOLD_EXPIRED' });
    expect(itemsOf('hold')).toHaveLength(1);
  });

  it.each([
    ['was used', (holdId: string) => waiting.book({ patientId: child, holdId })],
    ['was released', (holdId: string) => waiting.holds.release(staff, holdId)],
    ['is over', async () => waiting.clock.advance(300)],
  ])('refuses a hold that %s', async (_, end) => {
    const holdId = await holdBy(staff);
    await end(holdId);

    await expect(waiting.book({ patientId: grace, holdId })).rejects.toMatchObject({ code: 'HOLD_EXPIRED' });
  });

  it('takes it until the last moment', async () => {
    const holdId = await holdBy(staff);
    waiting.clock.advance(299.999);

    expect(await waiting.book({ patientId: grace, holdId })).toMatchObject({ patientId: grace });
  });

  it('refuses one of whose time somebody has a part since it was over, by a clock that is behind', async () => {
    const holdId = await holdBy(staff);
    waiting.clock.advance(300);
    const taken = await holdBy(mother);
    waiting.clock.advance(-1);

    await expect(waiting.book({ patientId: grace, holdId })).rejects.toMatchObject({ code: 'HOLD_EXPIRED' });
    expect(await waiting.book({ patientId: child, holdId: taken }, mother)).toMatchObject({ patientId: child });
  });

  it('is not too late where it was in time when the slot was asked for', async () => {
    const schedule = { ...everyDay, minNoticeMinutes: 60 };
    plantDoctor(database, { schedule });
    waiting.clock.advance((Date.parse(mondayAtNine) - waiting.clock().getTime()) / 1_000 - 3_600);
    const holdId = await holdBy(staff);
    waiting.clock.advance(120);

    await expect(waiting.book({ patientId: grace })).rejects.toMatchObject({ members: { reason: 'notice' } });
    expect(await waiting.book({ patientId: grace, holdId })).toMatchObject({ patientId: grace });
  });

  it('is too late where the slot has begun', async () => {
    waiting.clock.advance((Date.parse(mondayAtNine) - waiting.clock().getTime()) / 1_000 - 60);
    const holdId = await holdBy(staff);
    waiting.clock.advance(61);

    await expect(waiting.book({ patientId: grace, holdId })).rejects.toMatchObject({ members: { reason: 'notice' } });
  });

  const holiday = { id: otherDoctor, from: '2026-03-16T00:00:00.000Z', to: '2026-03-17T00:00:00.000Z', reason: 'Away' };

  it.each<[string, Partial<StoredDoctor>, object]>([
    ['is away by now', { timeOff: [holiday] }, { code: 'SLOT_UNAVAILABLE', members: { reason: 'time_off' } }],
    ['works at other times', { schedule: { ...everyDay, weekly: [] } }, { code: 'SLOT_UNAVAILABLE' }],
    ['has longer slots', { schedule: { ...everyDay, slotMinutes: 60 } }, { code: 'HOLD_EXPIRED' }],
    ['is none any more', { formerSince: mondayAtNine }, { code: 'UNKNOWN_REFERENCE' }],
  ])('is refused where the doctor %s', async (_, change, refusal) => {
    const holdId = await holdBy(staff);
    plantDoctor(database, change);

    await expect(waiting.book({ patientId: grace, holdId })).rejects.toMatchObject(refusal);
  });

  it('is refused where the patient has another appointment at the time, and stays held', async () => {
    plantDoctor(database, { id: otherDoctor });
    await waiting.book({ patientId: grace, doctorId: otherDoctor });
    const holdId = await holdBy(staff);

    await expect(waiting.book({ patientId: grace, holdId })).rejects.toMatchObject({ code: 'PATIENT_BUSY' });
    expect(await waiting.book({ patientId: child, holdId })).toMatchObject({ patientId: child });
  });
});
