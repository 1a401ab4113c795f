import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/appointments/offer-freed-time.ts';
import type { Stored } from '../../../lib/data/entity.ts';
import { dueItems, eventOfDue } from '../../../lib/due/due-item.ts';
import type { Envelope } from '../../../lib/events/envelope.ts';
import { aDoctor, everyDay, mondayAtNine, plantDoctor } from '../../support/appointments.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { doctorOf, memberOf } from '../../support/patients.ts';
import { resetCalls } from '../../support/people.ts';
import { createMemoryTools, deliver } from '../../support/queue.ts';
import { cancellationOf, closeClinic, createWaiting, freed, type Waiting } from '../../support/waiting.ts';

const staff = memberOf('staff');
const otherDoctor = '019a0000-0000-7000-8000-0000000000d2';
const halfPastNine = '2026-03-16T13:30:00.000Z';

let database: MemoryDatabase;
let waiting: Waiting;
let ada: string;
let grace: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  waiting = await createWaiting(database);
  ada = (await waiting.patients.register()).id;
  grace = (await waiting.patients.register()).id;
});

/** Lets a patient wait, behind all who came before. */
async function join(patientId: string, overrides: object = {}) {
  waiting.clock.advance(1);
  return (await waiting.join({ patientId, ...overrides })).id;
}

const hand = (...messages: object[]) => {
  const tools = createMemoryTools(database, waiting.clock);
  return deliver(
    createHandler(waiting.offerFreedTime, tools),
    messages.map((content) => ({ content })),
  );
};
const told = (type: string) =>
  database
    .itemsOf('events')
    .map(({ event }) => event as Envelope)
    .filter((event) => event.type === type);
const entriesOffered = () => told('waiting-list.offered').map(({ data }) => data.entryId);
const lastOffer = () => told('waiting-list.offered').at(-1)?.data as { holdId: string; entryId: string };

/** The ends of offers, as the tick tells of them. */
const ends = () =>
  database
    .itemsOf('platform')
    .flatMap((item) => (item.entity === 'due' && item.type === 'waiting-list.offer-over' ? [item] : []))
    .map((item) => eventOfDue(dueItems.fromItem(item, waiting.clock()) as Stored<never>));
const stateOfDues = () =>
  database.itemsOf('platform').flatMap(({ type, state }) => (type === 'waiting-list.offer-over' ? [state] : []));
const tenMinutes = () => waiting.clock.advance(600);

describe('time that is free again', () => {
  it('is offered to who waits longest, and held for ten minutes, once, however often it is told of', async () => {
    const entryId = await join(ada);
    await join(grace);
    const cancelled = await freed(waiting);

    const { reported } = await hand(cancelled, cancelled);
    await hand(cancelled);

    const { holdId } = lastOffer();
    expect(reported).toEqual([]);
    expect(told('waiting-list.offered').map(({ data, subject }) => ({ ...data, subject }))).toEqual([
      {
        ...{ entryId, holdId, patientId: ada, doctorId: aDoctor, clinicId: staff.clinicId },
        subject: `waiting-list/${entryId}`,
      },
    ]);
    expect(ends().map(({ data }) => data)).toEqual([
      { entryId, holdId, due: { id: holdId, at: new Date(waiting.clock().getTime() + 600_000).toISOString() } },
    ]);
    await expect(waiting.book({ patientId: grace })).rejects.toMatchObject({ code: 'SLOT_TAKEN' });
  });

  it('takes four reads and one transaction', async () => {
    for (let nth = 0; nth < 5; nth++) await join((await waiting.patients.register()).id);
    const cancelled = await freed(waiting);
    resetCalls(database);

    await hand(cancelled);

    expect(database.calls).toEqual({ get: 1, batchGet: 2, query: 1, write: 0, transact: 1 });
  });

  it('is booked by its hold, by staff or the patient, and the entry has left the list with it', async () => {
    await join(ada);
    const later = await join(ada, { from: halfPastNine });
    await hand(await freed(waiting));
    const { holdId } = lastOffer();
    resetCalls(database);

    const booked = await waiting.book({ patientId: ada, holdId });

    const { items } = await waiting.waitingListing.list(staff, { patientId: ada }, { limit: 10 });
    expect(booked).toMatchObject({ start: mondayAtNine, patientId: ada });
    expect(items.map(({ id }) => id)).toEqual([later]);
    const [waiter] = database.itemsOf('clinic').filter(({ entity }) => entity === 'waiter');
    expect(waiter).toMatchObject({ waits: [{ entryId: later }] });
    expect(waiter).not.toHaveProperty('offeredUntil');
  });

  it('goes on to others where it was declined or came to its end, and not to a further entry of the same patient', async () => {
    await join(ada);
    await join(ada);
    const behind = await join(grace);
    await hand(await freed(waiting));
    await waiting.holds.release(staff, lastOffer().holdId);
    await hand(...told('waiting-list.passed-on'));

    expect(lastOffer().entryId).toBe(behind);
    tenMinutes();
    await hand(...ends());
    expect(entriesOffered()).toHaveLength(2);
  });

  it('is not offered to the patient who gave it up, at any turn', async () => {
    const first = await join(grace);
    await join(ada);
    const { id } = await waiting.book({ patientId: ada });
    await waiting.transitions.cancel(staff, id, {});

    await hand(cancellationOf(database, id));
    await waiting.holds.release(staff, lastOffer().holdId);
    await hand(...told('waiting-list.passed-on'));

    expect(entriesOffered()).toEqual([first]);
    const other = await join((await waiting.patients.register()).id);
    await hand(await freed(waiting));
    tenMinutes();
    expect(entriesOffered()).toEqual([first, first]);
    await hand(...ends());
    expect(entriesOffered()).toHaveLength(3);
    expect(entriesOffered()).not.toContain(other);
  });

  it('is booked by nobody else: staff book with the hold for its patient alone', async () => {
    await join(ada);
    await hand(await freed(waiting));

    await expect(waiting.book({ patientId: grace, holdId: lastOffer().holdId })).rejects.toMatchObject({
      code: 'HOLD_EXPIRED',
    });
  });

  it('is offered when an appointment is moved away', async () => {
    const entryId = await join(ada);
    const { id } = await waiting.book({ patientId: grace });
    await waiting.rescheduling.reschedule(staff, id, { start: halfPastNine });

    await hand(...told('appointment.rescheduled'));

    expect(entriesOffered()).toEqual([entryId]);
  });

  it.each([
    ['wants a later time', { from: '2026-03-16T13:05:00.000Z' }],
    ['wants an earlier time', { to: '2026-03-16T13:25:00.000Z' }],
    ['waits for another doctor', { doctorId: otherDoctor }],
  ])('passes over who %s', async (_, overrides) => {
    plantDoctor(database, { id: otherDoctor });
    await join(ada, overrides);
    const entryId = await join(grace, { from: mondayAtNine, to: halfPastNine });

    await hand(await freed(waiting));

    expect(entriesOffered()).toEqual([entryId]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['is busy then', () => waiting.book({ patientId: ada, doctorId: otherDoctor })],
    ['is deleted', () => waiting.patients.deletions.delete(staff, { patientId: ada })],
  ])('passes over a patient who %s', async (_, arrange) => {
    plantDoctor(database, { id: otherDoctor });
    await join(ada);
    const entryId = await join(grace);
    await arrange();

    await hand(await freed(waiting));

    expect(entriesOffered()).toEqual([entryId]);
  });

  it('passes over a patient to whom something is offered already, until that is over', async () => {
    const first = await join(ada, { to: halfPastNine });
    const second = await join(ada);
    await hand(await freed(waiting));
    await hand(await freed(waiting, halfPastNine));
    const before = entriesOffered();
    tenMinutes();

    await hand(await freed(waiting, '2026-03-16T14:00:00.000Z'));

    expect([before, entriesOffered()]).toEqual([[first], [first, second]]);
  });

  it.each<[string, () => unknown]>([
    ['somebody books it first', () => waiting.book({ patientId: grace })],
    ['somebody holds it', () => waiting.holds.hold(staff, { doctorId: aDoctor, start: mondayAtNine })],
    ['the doctor is away by now', () => plantDoctor(database, { timeOff: [away] })],
    ['the doctor is none any more', () => plantDoctor(database, { formerSince: mondayAtNine })],
    ['no slot begins then any more', () => plantDoctor(database, { schedule: { ...everyDay, weekly: [] } })],
    ['it is too late to book it', () => plantDoctor(database, { schedule: { ...everyDay, minNoticeMinutes: 20_160 } })],
  ])('is offered to nobody where %s', async (_, arrange) => {
    await join(ada);
    const cancelled = await freed(waiting);
    await arrange();

    const { reported } = await hand(cancelled);

    expect([reported, entriesOffered()]).toEqual([[], []]);
  });

  const away = { id: otherDoctor, from: '2026-03-16T00:00:00.000Z', to: '2026-03-17T00:00:00.000Z', reason: 'Away' };

  it.each<[string, (entryId: string) => unknown]>([
    ['books it', () => waiting.book({ patientId: grace })],
    ['deletes the patient', () => waiting.patients.deletions.delete(staff, { patientId: ada })],
    ['closes the clinic', () => closeClinic(waiting)],
    ['leaves the list', (entryId) => waiting.waitingList.leave(staff, entryId)],
    ['is no doctor any more', () => database.plant('clinic', { ...former, version: 2 })],
  ])('is looked at again where somebody %s between the look and the write', async (_, meanwhile) => {
    const entryId = await join(ada);
    const cancelled = await freed(waiting);
    let looks = 0;
    database.hooks.before = async (operation) => {
      if (operation === 'transact' && looks++ === 0) await meanwhile(entryId);
    };

    const { reported } = await hand(cancelled);

    expect([reported, entriesOffered()]).toEqual([[], []]);
  });

  const former = doctorOf({ id: aDoctor, formerSince: mondayAtNine });

  it('is offered to nobody twice where its message comes again after it was declined', async () => {
    await join(ada);
    const cancelled = await freed(waiting);
    await hand(cancelled);
    await waiting.holds.release(staff, lastOffer().holdId);

    await hand(cancelled);

    expect(entriesOffered()).toHaveLength(1);
  });
});

describe('a slot that was offered', () => {
  it('goes to the next when its time is over, and to each once', async () => {
    const [first, second] = [await join(ada), await join(grace)];
    await hand(await freed(waiting));
    tenMinutes();
    const [end] = ends();

    await hand(end as Envelope, end as Envelope);
    tenMinutes();
    await hand(...ends());

    expect(entriesOffered()).toEqual([first, second]);
    expect(await waiting.book({ patientId: ada })).toMatchObject({ start: mondayAtNine });
  });

  it('goes to the next at once when it is declined, and to nobody again at the end of its time', async () => {
    const [first, second] = [await join(ada), await join(grace)];
    await hand(await freed(waiting));
    await waiting.holds.release(staff, lastOffer().holdId);
    await hand(...told('waiting-list.passed-on'));
    await waiting.book({ patientId: grace, holdId: lastOffer().holdId });
    tenMinutes();

    const { reported } = await hand(...ends());

    expect(reported).toEqual([]);
    expect(entriesOffered()).toEqual([first, second]);
    expect(stateOfDues()).toEqual(['done', 'done']);
  });

  it('goes to the next where the patient leaves the list', async () => {
    const [first, second] = [await join(ada), await join(grace)];
    await hand(await freed(waiting));
    await waiting.waitingList.leave(staff, first);

    await hand(...told('waiting-list.passed-on'));

    expect(entriesOffered()).toEqual([first, second]);
  });

  it('goes to nobody once it is booked', async () => {
    await join(ada);
    await join(grace);
    await hand(await freed(waiting));
    await waiting.book({ patientId: ada, holdId: lastOffer().holdId });
    tenMinutes();

    await hand(...ends());

    expect(entriesOffered()).toHaveLength(1);
  });

  it('is kept until its time is over: an early message comes again', async () => {
    await join(ada);
    await join(grace);
    await hand(await freed(waiting));

    const { reported } = await hand(...ends());

    expect(reported).toEqual(['m0']);
    expect(entriesOffered()).toHaveLength(1);
  });
});

describe('a long list', () => {
  it('is gone through by a hundred entries a message, and on from there by the next', async () => {
    for (let nth = 0; nth < 105; nth++) await plantEntry(nth);
    const entryId = await join(grace);
    const cancelled = await freed(waiting);
    resetCalls(database);

    await hand(cancelled);
    const { query, batchGet } = database.calls;
    const before = entriesOffered();
    await hand(...told('waiting-list.passed-on'));

    expect([query, batchGet]).toEqual([5, 1]);
    expect([before, entriesOffered()]).toEqual([[], [entryId]]);
  });

  /** Somebody who waits for another time, without a call. */
  async function plantEntry(nth: number) {
    const id = `019a0000-0000-7000-8000-0000000e${String(nth).padStart(4, '0')}`;
    const [one] = database.itemsOf('clinic').filter(({ entity }) => entity === 'waiting-entry');
    if (!one) await join(ada, { from: halfPastNine });
    else database.plant('clinic', { ...one, pk: `WAITING#${id}`, id, startKey: `${one.createdAt}#${id}` });
  }
});
