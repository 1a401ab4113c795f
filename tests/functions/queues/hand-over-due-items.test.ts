import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ScheduledEvent } from 'aws-lambda';
import { createHandler, trigger } from '../../../functions/queues/hand-over-due-items.ts';
import { later, minute, second } from '../../../lib/clock.ts';
import { AnswerLost, type Database, type QueryRequest } from '../../../lib/data/database.ts';
import { claimDue } from '../../../lib/due/demand.ts';
import { createDueItems, type DueItems } from '../../../lib/due/due-items.ts';
import type { Send } from '../../../lib/messaging/send.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { holdOver, newReminder, reminderDue } from '../../support/due/kinds.ts';
import { createLaggingIndex } from '../../support/due/lagging-index.ts';
import { createTestTick } from '../../support/due/ticking.ts';
import { createFakeQueues } from '../../support/events.ts';
import { lambdaContext } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform, type TestPlatform } from '../../support/platform.ts';

type Queues = ReturnType<typeof createFakeQueues>;

let clock: TestClock;
let database: MemoryDatabase;
let platform: TestPlatform;
let due: DueItems;
let queues: Queues;

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
  // By their last digits the partitions get as many each.
  let made = 0;
  const newId = () => `019a0000-0000-7000-8000-${(made++).toString(16).padStart(12, '0')}`;
  platform = createTestPlatform(database, { clock, newId });
  due = createDueItems(platform);
  queues = createFakeQueues();
});

const inSeconds = (seconds: number) => later(clock(), seconds * second);

/** Schedules reminders in so many seconds; answers their ids. */
async function schedule(...seconds: readonly number[]): Promise<string[]> {
  const ids = seconds.map((each) => `in-${each}`);
  for (const [index, each] of seconds.entries())
    await platform.commit(due.schedule(reminderDue, newReminder(ids[index] ?? '', inSeconds(each))).writes);
  return ids;
}

/** Schedules so many that are due at one instant. */
async function scheduleMany(count: number, seconds: number): Promise<void> {
  for (let number = 0; number < count; number++)
    await platform.commit(due.schedule(reminderDue, newReminder(`one-of-${number}`, inSeconds(seconds))).writes);
}

interface TickOptions {
  readonly on?: Database;
  readonly send?: Send;
  readonly kinds?: Parameters<typeof createTestTick>[3];
}

async function tick({ on = database, send = queues.send, kinds }: TickOptions = {}) {
  const handler = createHandler(createTestTick(on, send, clock, kinds));
  const { lines } = await withLogLines(() => handler({} as ScheduledEvent, lambdaContext()));
  return { lines, ...lines.find(({ message }) => message === 'schedule') };
}

const dueIdOf = ({ body }: { readonly body: string }) => JSON.parse(body).data.due.id;
const sentIds = () => queues.sent.map(dueIdOf);
const delays = () => queues.sent.map((message) => (message as { readonly delaySeconds?: number }).delaySeconds);

describe('hand-over-due-items', () => {
  it('runs each minute', () => {
    expect(trigger.rate).toBe('rate(1 minute)');
  });

  it('hands over what is due until three minutes from now, each kept back until its time, and nothing twice', async () => {
    await schedule(-3_600, 0, 59, 179, 180);

    const told = await tick();

    expect(told).toMatchObject({ handedOver: 4, again: 0, unsent: 0 });
    expect(sentIds().toSorted()).toEqual(['in--3600', 'in-0', 'in-179', 'in-59']);
    expect(delays().toSorted()).toEqual([0, 0, 179, 59]);
    // An hour late, it counts as one that still waits.
    expect(await tick()).toMatchObject({ handedOver: 0, again: 1 });
    clock.advance(1);
    expect(await tick()).toMatchObject({ handedOver: 1, again: 0 });
    expect(sentIds().at(-1)).toBe('in-180');
  });

  it('sends the event of an item as its own commit would, to the queues of its kind', async () => {
    await platform.commit(due.schedule(holdOver, newReminder('h1', inSeconds(60))).writes);
    const { eventId, scheduledAt, correlationId } = (await due.find(holdOver, 'h1')) ?? {};

    await tick();

    expect(queues.sent).toMatchObject([{ queue: 'email-urgent', id: eventId }]);
    expect(JSON.parse(queues.sent[0]?.body ?? '')).toEqual({
      ...{ id: eventId, type: 'hold.over', version: 1, time: scheduledAt, correlationId },
      ...{ subject: newReminder('', clock()).subject },
      data: { ...newReminder('', clock()).data, due: { id: 'h1', at: inSeconds(60).toISOString() } },
    });
  });

  it('reads its marks and a page of each stretch, and writes its marks, where nothing is due', async () => {
    await tick();
    const before = { ...database.calls };
    clock.advance(60);

    const { lines } = await tick();

    const calls = Object.entries(database.calls).map(([name, now]) => [
      name,
      now - before[name as keyof typeof before],
    ]);
    expect(Object.fromEntries(calls)).toEqual({ get: 1, batchGet: 0, query: 8, write: 1, transact: 0 });
    expect(lines).toHaveLength(1);
    expect(queues.sent).toEqual([]);
  });

  it('has handed over each by its time where two ticks fail or do not come', async () => {
    await schedule(59, 119, 120, 179, 180, 239, 359, 360);
    await tick();
    const first = sentIds();
    clock.advance(180);

    await tick();

    expect(first.toSorted()).toEqual(['in-119', 'in-120', 'in-179', 'in-59']);
    const third = sentIds().filter((id) => !first.includes(id));
    expect(third.toSorted()).toEqual(['in-180', 'in-239', 'in-359']);
  });

  it('makes up for ticks that did not come', async () => {
    await tick();
    clock.advance(60);
    await schedule(211, 1_000, 86_400);
    clock.advance(3 * 60 * 60);

    expect(await tick()).toMatchObject({ handedOver: 2, again: 0 });
    expect(sentIds().toSorted()).toEqual(['in-1000', 'in-211']);
  });

  it('hands over again, once, what waits ten seconds after its time', async () => {
    await schedule(211, 212);
    clock.advance(60);
    await tick();
    clock.advance(120);
    await tick();
    const { eventId = '', at = '' } = (await due.find(reminderDue, 'in-211')) ?? {};
    await platform.commit([claimDue({ type: reminderDue.type, id: eventId, data: { due: { id: 'in-211', at } } })]);
    clock.advance(41);
    expect(await tick()).toMatchObject({ again: 0 });
    clock.advance(2);

    const again = await tick();
    clock.advance(60);

    expect(again).toMatchObject({ handedOver: 0, again: 1 });
    expect(sentIds().slice(2)).toEqual(['in-212']);
    // Its dead letter is looked after by people: the queue is not to get it each minute.
    expect(await tick()).toMatchObject({ handedOver: 0, again: 0 });
  });

  it('asks again where the store does not answer', async () => {
    await schedule(60);
    let lost = 0;
    database.hooks.before = () => {
      if (lost++ % 2 === 0) throw new AnswerLost();
    };

    expect(await tick()).toMatchObject({ handedOver: 1 });
  });
});

describe('what was scheduled while a tick read an index that lags', () => {
  it.each([29, 30])('is handed over by a later tick or by its own commit, at a lag of %d seconds', async (lag) => {
    const now = () => clock().getTime();
    const lagging = createLaggingIndex(database, () => lag * second, now);
    const { commit } = createTestPlatform(lagging, { clock });
    const start = now();
    // The commit takes no time, and the tick comes at each second after it: somebody must send it whatever their order.
    for (let at = 150; at <= 250; at++) {
      const plan = due.schedule(reminderDue, newReminder(`at-${at}`, later(new Date(start), at * second)));
      await commit(plan.writes);
      for (const { data } of plan.events) queues.sent.push({ queue: 'email', id: '', body: JSON.stringify({ data }) });
    }

    for (let seconds = 0; seconds < lag; seconds++) {
      await tick({ on: lagging });
      clock.advance(1);
    }
    clock.advance(1);
    await tick({ on: lagging });
    clock.advance(60);
    await tick({ on: lagging });

    expect(new Set(sentIds()).size).toBe(101);
  });
});

describe('a tick that has more than it can do', () => {
  it('goes through all pages of what is due at one instant', async () => {
    await scheduleMany(450, 60);

    expect(await tick()).toMatchObject({ handedOver: 450 });
    expect(new Set(sentIds()).size).toBe(450);
  });

  it('ends after half a minute, says so, and the next goes on where it stopped, even among equals', async () => {
    process.env.POLYCLINIC_METRICS = 'on';
    await scheduleMany(450, 119);
    const slow: Send = async (queue, messages) => {
      clock.advance(10);
      return queues.send(queue, messages);
    };

    const first = await tick({ send: slow });
    const sent = new Set(sentIds()).size;
    const last = await tick({ send: slow });
    process.env.POLYCLINIC_METRICS = 'off';

    expect(sent).toBe(400);
    expect(first).toMatchObject({ 'due.left_over': 1 });
    expect(last).not.toHaveProperty('due.left_over');
    expect(new Set(sentIds()).size).toBe(450);
    // In each partition it begins with the one item where the tick before stopped.
    expect(sentIds().length).toBeLessThanOrEqual(454);
  });
});

describe('what no queue takes', () => {
  it('is offered again by the next tick, and keeps nothing else back', async () => {
    await scheduleMany(450, 60);
    await schedule(90);
    const [refused] = (await due.find(reminderDue, 'one-of-7'))?.eventId.split(' ') ?? [];
    const picky = createFakeQueues((id) => id === refused);

    const told = await tick({ send: picky.send });
    const next = await tick();

    expect(told).toMatchObject({ handedOver: 450, unsent: 1 });
    expect(sentIds()).toContain('one-of-7');
    expect(next).toMatchObject({ unsent: 0 });
    expect(picky.sent.map(dueIdOf)).toContain('in-90');
    queues.sent.length = 0;
    await tick();
    expect(queues.sent).toEqual([]);
  });
});

describe('what a newer release has scheduled', () => {
  const older = { kinds: [holdOver] };

  it('is put back by five minutes until a release knows it, told in one line, and holds up nothing', async () => {
    await schedule(60, 61);
    await platform.commit(due.schedule(holdOver, newReminder('h1', inSeconds(62))).writes);

    const { lines } = await tick(older);
    // So long that what still waits would have been swept by it as well.
    for (let minutes = 1; minutes <= 3; minutes++) {
      clock.advance(60);
      await tick(older);
    }
    await tick();
    const early = sentIds();
    clock.advance(2 * 60 + 1);
    await tick();

    expect(early.toSorted()).toEqual(['h1', 'h1']);
    expect(lines.filter(({ level }) => level === 'error')).toMatchObject([
      { message: 'events of unknown types', types: [{ type: reminderDue.type }] },
    ]);
    expect(sentIds().toSorted()).toEqual(['h1', 'h1', 'in-60', 'in-61']);
    expect(await due.find(reminderDue, 'in-60')).toMatchObject({ at: '2026-03-08T09:31:00.000Z', state: 'waiting' });
  });

  it.each(['cancel', 'move'] as const)('is not put back once a %s has come between', async (change) => {
    await schedule(60);
    const partition = database.itemsOf('platform')[0]?.due;
    database.hooks.after = async (operation, request) => {
      if (operation !== 'query' || (request as QueryRequest).partition !== partition) return;
      database.hooks.after = undefined;
      const plan =
        change === 'cancel'
          ? due.cancel(reminderDue, 'in-60')
          : due.move(reminderDue, newReminder('in-60', later(clock(), 60 * minute)));
      await platform.commit(plan.writes);
    };

    await tick(older);

    const [item] = database.itemsOf('platform').filter(({ pk }) => pk.startsWith('DUE#'));
    expect(partition).toBeDefined();
    expect(item?.dueKey).toEqual(change === 'cancel' ? undefined : expect.stringContaining('T10:30'));
  });
});

describe('a tick that cannot put back what it does not know', () => {
  it('fails, and the next one begins where it did', async () => {
    await schedule(60);
    database.calls.write = 0;
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new TypeError('a defect');
    };

    await expect(tick({ kinds: [holdOver] })).rejects.toThrow('a defect');

    // The write that keeps how far a tick has come is not tried either.
    expect(database.calls.write).toBe(1);
    database.hooks.before = undefined;
    expect(await tick()).toMatchObject({ handedOver: 1 });
  });
});

describe('marks of ticks by a clock an hour ahead', () => {
  it('keep what still waits after its time from being handed over again no longer than it is due', async () => {
    clock.advance(3_600);
    await tick();
    // What was handed over by the first is what the second looks at again.
    await tick();
    clock.advance(-3_600);
    await schedule(240);
    await tick();
    clock.advance(90);
    const first = await tick();
    clock.advance(170);

    expect([first, await tick()]).toMatchObject([{ handedOver: 1 }, { again: 1 }]);
  });
});

describe('marks that nobody can read', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['of which a list is malformed', { swept: 'x' }],
    ['of another kind', { entity: 'x' }],
    ['whose version is no number', { version: 'x' }],
    ['that are no places', { handedOver: ['x', 'x', 'x', 'x'] }],
  ])('keep nothing back: those %s are made anew', async (_, fields) => {
    await schedule(60, 240);
    await tick();
    const [marks] = database.itemsOf('platform').filter(({ pk }) => pk === 'DUE-MARKS');
    if (marks) database.plant('platform', { ...marks, ...fields });
    clock.advance(90);

    const told = await tick();
    clock.advance(60);
    const next = await tick();

    expect(told).toMatchObject({ handedOver: 2, again: 0 });
    expect(next).toMatchObject({ handedOver: 0, lines: [expect.anything()] });
  });
});

describe('an item that nobody can read', () => {
  it('is logged and passed over', async () => {
    await schedule(60, 61);
    const [item] = database.itemsOf('platform');
    if (item) database.plant('platform', { ...item, state: 'odd' });

    const { lines, ...told } = await tick();

    expect(told).toMatchObject({ handedOver: 1, unsent: 0 });
    expect(lines.filter(({ level }) => level === 'error')).toMatchObject([{ message: 'malformed item' }]);
  });
});
