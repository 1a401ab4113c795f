import { beforeEach, describe, expect, it } from '@jest/globals';
import { later, second } from '../../../lib/clock.ts';
import { claimDue, createDemand, type Demand, type DueEvent } from '../../../lib/due/demand.ts';
import { createDueItems, type DueItems, type DuePlan } from '../../../lib/due/due-items.ts';
import { createOutsideEffect } from '../../../lib/due/outside-effect.ts';
import { createLease, type Lease } from '../../../lib/messaging/leases.ts';
import { queue } from '../../../lib/messaging/trigger.ts';
import { worker } from '../../../lib/messaging/worker.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { newReminder, reminderDue } from '../../support/due/kinds.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform, type TestPlatform } from '../../support/platform.ts';
import { createMemoryTools, deliver } from '../../support/queue.ts';
import { queuedEvent } from '../../support/queued-events.ts';

let clock: TestClock;
let database: MemoryDatabase;
let platform: TestPlatform;
let due: DueItems;
let demand: Demand;
let slept: number[];
let lease: Lease;

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
  slept = [];
  const sleep = async (milliseconds: number) => {
    slept.push(milliseconds);
    clock.advance(milliseconds / second);
  };
  platform = createTestPlatform(database, { clock, sleep });
  due = createDueItems(platform);
  demand = createDemand(platform);
  lease = createLease(platform);
});

const commit = ({ writes, events }: DuePlan) => platform.commit(writes, { events });
const moveTo = (at: Date) => commit(due.move(reminderDue, newReminder('r1', at)));
const found = () => due.find(reminderDue, 'r1');

/** Schedules something in so many seconds; answers the event of its message. */
async function scheduled(seconds: number): Promise<DueEvent> {
  await commit(due.schedule(reminderDue, newReminder('r1', later(clock(), seconds * second))));
  return eventNow();
}

async function eventNow(): Promise<DueEvent> {
  const { type = '', eventId: id = '', at = '', data = {} } = (await found()) ?? {};
  return { ...queuedEvent({ type, id }), data: { ...data, due: { id: 'r1', at } } };
}

describe('the worker of what is due', () => {
  it('goes on by one consistent read, and ends what waits in the transaction of its effect', async () => {
    const event = await scheduled(0);
    const { get } = database.calls;

    await demand(event);
    await platform.commit([claimDue(event)]);

    expect(database.calls.get - get).toBe(1);
    expect(await found()).toMatchObject({ state: 'done' });
    expect(database.itemsOf('platform').filter((item) => 'due' in item || 'dueKey' in item)).toEqual([]);
  });

  it('drops a copy of what is done', async () => {
    const event = await scheduled(0);
    await platform.commit([claimDue(event)]);

    await expect(demand(event)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    await expect(platform.commit([claimDue(event)])).rejects.toMatchObject({ code: 'ALREADY_DONE' });
  });

  it.each([
    ['cancelled', () => commit(due.cancel(reminderDue, 'r1'))],
    ['moved', () => moveTo(later(clock(), 3_600 * second))],
    ['moved away and back', () => moveTo(later(clock(), 3_600 * second)).then(() => moveTo(clock()))],
    [
      'moved and done',
      () =>
        moveTo(clock())
          .then(eventNow)
          .then((event) => platform.commit([claimDue(event)])),
    ],
    ['forgotten', async () => clock.advance(3_651 * 86_400)],
  ])('drops the message of what was %s, and claims it no more', async (_, change) => {
    const event = await scheduled(0);
    await change();

    await expect(demand(event)).rejects.toMatchObject({ name: 'Drop', code: 'NO_LONGER_DUE' });
    await expect(platform.commit([claimDue(event)])).rejects.toMatchObject({ name: 'Drop', code: 'NO_LONGER_DUE' });
  });

  it('waits by itself for two seconds at most, and lets a message come again that is earlier', async () => {
    const early = await scheduled(2);

    await demand(early);

    expect(slept).toEqual([2_000]);
    await moveTo(later(clock(), 2_001));
    const { get } = database.calls;
    await expect(demand(await eventNow())).rejects.toMatchObject({ name: 'Retry', afterSeconds: 3 });
    // The one that asked for the event of the test.
    expect(database.calls.get - get).toBe(1);
  });

  it('reads after it has waited, so that what was cancelled meanwhile is not done', async () => {
    const event = await scheduled(1);
    const impatient = createDemand({ ...platform, sleep: () => commit(due.cancel(reminderDue, 'r1')) });

    await expect(impatient(event)).rejects.toMatchObject({ code: 'NO_LONGER_DUE' });
  });

  it('is one of a queue as any other', async () => {
    const event = await scheduled(0);
    const trigger = queue({ queue: 'email', events: [reminderDue], grants: [] });
    const seen: string[] = [];
    const handler = worker(
      trigger,
      async (message) => {
        await demand(message);
        seen.push(message.data.appointmentId);
        await platform.commit([claimDue(message)]);
      },
      createMemoryTools(database, clock),
    );

    const { reported, lines } = await deliver(handler, [{ content: event }]);
    await deliver(handler, [{ content: event }]);

    expect([reported, seen.length]).toEqual([[], 1]);
    expect(lines).toMatchObject([{ outcome: 'success' }]);
  });
});

describe('an effect outside of the database', () => {
  const delivery = { redriven: false };
  const outsideBy = (tools: TestPlatform) => createOutsideEffect({ ...tools, demand, lease, consumer: 'email' });

  it('is had once, and what waited for it is done', async () => {
    const event = await scheduled(0);
    let effects = 0;
    const have = async () => void effects++;

    await outsideBy(platform)(event, delivery, have);
    await expect(outsideBy(platform)(event, delivery, have)).rejects.toMatchObject({ code: 'ALREADY_DONE' });

    expect([effects, (await found())?.state]).toEqual([1, 'done']);
  });

  it('is not had for what is not waited for any more', async () => {
    const event = await scheduled(0);
    await commit(due.cancel(reminderDue, 'r1'));
    let effects = 0;

    const attempt = outsideBy(platform)(event, delivery, async () => void effects++);

    await expect(attempt).rejects.toMatchObject({ code: 'NO_LONGER_DUE' });
    expect(effects).toBe(0);
  });

  it('is settled by the next copy where its worker died before that', async () => {
    const event = await scheduled(0);
    let effects = 0;
    const have = async () => void effects++;
    const dying = { ...platform, writeAlone: () => Promise.reject(new Error('killed')) };
    await expect(outsideBy(dying)(event, delivery, have)).rejects.toThrow('killed');

    await outsideBy(platform)(event, delivery, have);

    expect([effects, (await found())?.state]).toEqual([1, 'done']);
  });

  it('that fails leaves what is due waiting', async () => {
    const event = await scheduled(0);

    const attempt = outsideBy(platform)(event, delivery, () => Promise.reject(new Error('down')));

    await expect(attempt).rejects.toThrow('down');
    expect(await found()).toMatchObject({ state: 'waiting' });
  });
});
