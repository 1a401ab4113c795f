import { beforeEach, describe, expect, it } from '@jest/globals';
import { tables } from '../../../infra/tables.ts';
import { later, minute, second } from '../../../lib/clock.ts';
import { runInContext } from '../../../lib/context.ts';
import { claimDue, createDemand } from '../../../lib/due/demand.ts';
import { dueIndex, duePartitions } from '../../../lib/due/due-item.ts';
import { createDueItems, type DueItems, type DuePlan } from '../../../lib/due/due-items.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { appointmentId, newReminder, reminderDue } from '../../support/due/kinds.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform, type TestPlatform } from '../../support/platform.ts';

let clock: TestClock;
let database: MemoryDatabase;
let platform: TestPlatform;
let due: DueItems;

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
  platform = createTestPlatform(database, { clock });
  due = createDueItems(platform);
});

const commit = ({ writes, events }: DuePlan) => platform.commit(writes, { events });
const inSeconds = (seconds: number) => later(clock(), seconds * second);
const scheduleAt = (at: Date) => commit(due.schedule(reminderDue, newReminder('r1', at)));
const found = () => due.find(reminderDue, 'r1');
const indexed = () => database.itemsOf('platform').filter((item) => dueIndex.partitionKey in item);

async function finish(): Promise<void> {
  const { eventId, at } = (await found()) ?? { eventId: '', at: '' };
  await platform.commit([claimDue({ type: reminderDue.type, id: eventId, data: { due: { id: 'r1', at } } })]);
}

describe('something to be done at an instant', () => {
  it('waits in the index of its table until then, by its time', async () => {
    const at = inSeconds(86_400);
    await scheduleAt(at);

    expect(await found()).toMatchObject({
      ...{ type: 'appointment.reminder-due', id: 'r1', at: at.toISOString(), state: 'waiting', dataVersion: 1 },
      ...{ subject: `appointments/${appointmentId}`, data: { appointmentId } },
    });
    expect(indexed()).toMatchObject([{ dueKey: expect.stringContaining(at.toISOString()) }]);
    expect(duePartitions).toContain(indexed()[0]?.due);
    expect(tables.find(({ name }) => name === 'platform')?.indexes).toContainEqual(dueIndex);
  });

  it('is one write, and reads nothing, and tells nothing while ticks have its time before them', async () => {
    await scheduleAt(inSeconds(211));

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 1, transact: 0 });
    expect(database.itemsOf('events')).toEqual([]);
  });

  it('is told of by its own commit where a tick of this moment, or of half a minute later, may have passed it', async () => {
    const at = inSeconds(210);
    await scheduleAt(at);

    const { eventId } = (await found()) ?? {};
    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(database.itemsOf('events')).toMatchObject([
      {
        event: {
          ...{ id: eventId, type: 'appointment.reminder-due', version: 1, time: clock().toISOString() },
          data: { appointmentId, due: { id: 'r1', at: at.toISOString() } },
        },
      },
    ]);
  });

  it('belongs to the request that has scheduled it', async () => {
    const context = { functionName: 'f', requestId: 'r', correlationId: 'origin' };
    await runInContext(context, () => scheduleAt(inSeconds(3_600)));

    expect(await found()).toMatchObject({ correlationId: 'origin' });
  });

  it('is scheduled once', async () => {
    await scheduleAt(inSeconds(3_600));

    await expect(scheduleAt(inSeconds(7_200))).rejects.toMatchObject({ code: 'DUE_WAITING' });
    await finish();
    await expect(scheduleAt(inSeconds(7_200))).rejects.toMatchObject({ code: 'DUE_DONE' });
  });

  it('is scheduled anew where it was cancelled, as another event', async () => {
    await scheduleAt(inSeconds(3_600));
    const before = await found();
    await commit(due.cancel(reminderDue, 'r1'));
    await scheduleAt(inSeconds(3_600));

    const after = await found();
    expect(after).toMatchObject({ state: 'waiting', at: before?.at });
    expect(after?.eventId).not.toBe(before?.eventId);
    expect(indexed()).toHaveLength(1);
  });

  it('is refused by its schema, and where no queue could take its message', () => {
    const reminder = newReminder('r1', inSeconds(60));

    expect(() => due.schedule(reminderDue, { ...reminder, data: { appointmentId: 'none' } })).toThrow();
    expect(() => due.schedule(reminderDue, { ...reminder, id: '' })).toThrow();
    expect(() => due.schedule(reminderDue, { ...reminder, at: new Date('never') })).toThrow();
    expect(() => due.schedule(reminderDue, { ...reminder, subject: 's'.repeat(300_000) })).toThrow(RangeError);
  });

  it('waits for ten years after its time, and is forgotten 30 days after it was done', async () => {
    await scheduleAt(inSeconds(3_600));
    clock.advance(3_600 + 3_650 * 86_400 - 1);
    await finish();
    clock.advance(30 * 86_400 - 1);
    const last = await found();
    clock.advance(1);

    expect([last?.state, await found()]).toEqual(['done', undefined]);
    await scheduleAt(inSeconds(3_600));
    clock.advance(3_600 + 3_650 * 86_400);
    expect(await found()).toBeUndefined();
  });
});

describe('something to be done at an instant that is over for ten years or more', () => {
  const longAgo = new Date('2010-01-01T00:00:00.000Z');

  it.each([
    ['scheduled', () => scheduleAt(longAgo)],
    [
      'moved there',
      async () => {
        await scheduleAt(inSeconds(3_600));
        await commit(due.move(reminderDue, newReminder('r1', longAgo)));
      },
    ],
  ])('is done all the same where it is %s, and kept for 30 days from then', async (_, decide) => {
    await decide();
    const { eventId: id = '', at = '' } = (await found()) ?? {};
    const event = { type: reminderDue.type, id, data: { due: { id: 'r1', at } } };

    await createDemand(platform)(event);
    await platform.commit([claimDue(event)]);

    clock.advance(30 * 86_400 - 1);
    expect(await found()).toMatchObject({ state: 'done', at: longAgo.toISOString() });
    clock.advance(1);
    expect(await found()).toBeUndefined();
  });
});

describe('what waits', () => {
  it('is moved by one write, to another place in the index and as another event', async () => {
    await scheduleAt(inSeconds(3_600));
    const before = await found();
    const at = inSeconds(7_200);
    await commit(due.move(reminderDue, newReminder('r1', at)));

    const after = await found();
    expect(after).toMatchObject({ at: at.toISOString(), state: 'waiting' });
    expect(after?.eventId).not.toBe(before?.eventId);
    expect(indexed()).toMatchObject([{ dueKey: expect.stringContaining(at.toISOString()) }]);
    expect(database.calls).toMatchObject({ write: 2, transact: 0 });
    expect(Number(database.itemsOf('platform')[0]?.expiresAt)).toBe(at.getTime() / 1_000 + 3_650 * 86_400);
  });

  it('is told of by the commit that moves it into what is handed over already', async () => {
    await scheduleAt(inSeconds(3_600));
    await commit(due.move(reminderDue, newReminder('r1', later(clock(), minute))));

    expect(database.itemsOf('events')).toMatchObject([{ event: { id: (await found())?.eventId } }]);
  });

  it('leaves the index when it is cancelled, by one write, and is forgotten 30 days later', async () => {
    await scheduleAt(inSeconds(86_400 * 365));
    await commit(due.cancel(reminderDue, 'r1'));

    expect(await found()).toMatchObject({ state: 'cancelled' });
    expect(indexed()).toEqual([]);
    expect(database.calls).toMatchObject({ write: 2, transact: 0 });
    expect(Number(database.itemsOf('platform')[0]?.expiresAt)).toBe(clock().getTime() / 1_000 + 30 * 86_400);
  });

  it.each(['move', 'cancel'] as const)('cannot be over when it is to be changed by a %s', async (change) => {
    const attempt = () =>
      commit(
        change === 'cancel'
          ? due.cancel(reminderDue, 'r1')
          : due.move(reminderDue, newReminder('r1', inSeconds(7_200))),
      );

    await expect(attempt()).rejects.toMatchObject({ code: 'DUE_UNKNOWN' });
    await scheduleAt(inSeconds(3_600));
    await commit(due.cancel(reminderDue, 'r1'));
    await expect(attempt()).rejects.toMatchObject({ code: 'DUE_CANCELLED' });
    await scheduleAt(inSeconds(3_600));
    await finish();
    await expect(attempt()).rejects.toMatchObject({ code: 'DUE_DONE' });
    expect(indexed()).toEqual([]);
  });
});
