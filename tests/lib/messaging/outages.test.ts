import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as z from 'zod';
import { AnswerLost } from '../../../lib/data/database.ts';
import { createDeadLetterRepository } from '../../../lib/messaging/dead-letter-repository.ts';
import { DependencyDown } from '../../../lib/messaging/decisions.ts';
import { createSweepWaiting } from '../../../lib/messaging/sweep-waiting.ts';
import { queue } from '../../../lib/messaging/trigger.ts';
import { createWaitingRepository, outages } from '../../../lib/messaging/waiting-repository.ts';
import { worker } from '../../../lib/messaging/worker.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { createMemoryTools } from '../../support/queue.ts';
import { sizes } from '../../support/sizes.ts';
import { createVirtualQueue } from '../../support/virtual-queues.ts';

const message = schema(() => z.object({ number: z.int() }));
const trigger = queue({ queue: 'email', message, grants: [] });

let clock: TestClock;
let database: MemoryDatabase;
let world: ReturnType<typeof createWorld>;

// The time limits of a worker that has died would run on.
beforeAll(
  () => void jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] }),
);
afterAll(() => void jest.useRealTimers());

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
  world = createWorld();
});

/** A queue whose worker stands on a server that may be down, and which takes no poison. */
function createWorld() {
  const server = {
    isUp: true,
    poison: new Set<number>(),
    refused: new Set<number>(),
    tries: new Map<number, number>(),
  };
  const done: number[] = [];
  const doneAt = new Map<number, number>();
  const virtual = createVirtualQueue(database, clock);
  const platform = { ...createTestPlatform(database, { clock }), send: virtual.send };
  const tools = { ...createMemoryTools(database, clock, virtual.send), postpone: virtual.postpone };
  const claimed = new Set<string>();

  const handler = worker(
    trigger,
    async ({ number }, { eventId }) => {
      server.tries.set(number, (server.tries.get(number) ?? 0) + 1);
      // The work reads, as any does, before it turns to its server.
      await platform.read.find(outages, { queue: 'email' });
      if (!server.isUp || server.refused.has(number))
        throw new DependencyDown('MAIL_UNAVAILABLE', 'The server is down');
      if (server.poison.has(number)) throw new Error('poison');
      if (claimed.has(eventId)) return;
      claimed.add(eventId);
      done.push(number);
      doneAt.set(number, clock().getTime());
    },
    tools,
  );
  const waiting = createWaitingRepository(platform);
  const sweep = createSweepWaiting(platform);
  const letters = createDeadLetterRepository(platform);

  return {
    ...{ server, done, doneAt, virtual, handler, sweep, waiting },
    putAll: (count: number, from = 0) => {
      for (let number = from; number < from + count; number++) {
        virtual.put({ body: JSON.stringify({ number }) });
        clock.advance(0.001);
      }
    },
    pass: (seconds: number) => virtual.pass(seconds, handler, sweep),
    lettersOf: async () => (await letters.list('email', { limit: 1_000 })).items,
    /** How many messages wait, by the tally, which has to be that of the items. */
    async waitingCount() {
      const items = database.itemsOf('platform').filter(({ entity }) => entity === 'waiting-message');
      const outage = await waiting.findOutage('email');
      expect(outage?.count ?? 0).toBe(items.length);
      return items.length;
    },
    linesOf: (text: string) => virtual.lines.filter((line) => line.message === text),
  };
}

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);
const sorted = (values: readonly number[]) => values.toSorted((one, other) => one - other);

/** Takes the server away for so many seconds, and lets a minute pass when it is back. */
async function outageOf(seconds: number): Promise<void> {
  world.server.isUp = false;
  await world.pass(seconds);
  world.server.isUp = true;
  await world.pass(60);
}

describe(`an outage of ten minutes under ${sizes.outage} messages`, () => {
  it('costs none of them: each is done once, within a minute of the end of it', async () => {
    world.putAll(sizes.outage);

    await outageOf(600);

    expect(sorted(world.done)).toEqual(numbers(sizes.outage));
    expect(await world.lettersOf()).toEqual([]);
    expect(await world.waitingCount()).toBe(0);
    expect(world.virtual.queued).toEqual([]);
    expect(database.itemsOf('platform')).toEqual([]);
  });

  it('is told once when it begins and once when it is over, and is no error of a message', async () => {
    world.putAll(sizes.outage);

    await outageOf(600);

    expect(world.linesOf('dependency is down')).toMatchObject([
      { level: 'warn', queue: 'email', code: 'MAIL_UNAVAILABLE', reason: 'The server is down' },
    ]);
    expect(world.linesOf('dependency is up again')).toMatchObject([{ level: 'info', queue: 'email' }]);
    expect(world.virtual.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('is looked at by one probe at a time, at most 30 seconds apart', async () => {
    world.putAll(sizes.outage);
    world.server.isUp = false;
    await world.pass(20);
    const before = [...world.server.tries.values()].reduce((sum, each) => sum + each, 0);

    await world.pass(580);

    const looks = [...world.server.tries.values()].reduce((sum, each) => sum + each, 0) - before;
    expect(looks).toBeGreaterThanOrEqual(580 / 30);
    expect(looks).toBeLessThanOrEqual(580 / 10);
    expect(await world.waitingCount()).toBe(sizes.outage - 1);
    expect(world.virtual.queued).toHaveLength(1);
  });

  it('lets those go first that were sent first, as far as may be', async () => {
    world.putAll(sizes.outage);

    await outageOf(600);

    // The probe goes before all, and pages keep their order.
    const [, ...others] = world.done;
    expect(others).toEqual(sorted(others));
  });

  it('leaves a poison message among them its three tries, and no more', async () => {
    world.putAll(sizes.outage);
    for (const number of [0, 7]) world.server.poison.add(number);

    await outageOf(600);

    expect(sorted(world.done)).toEqual(numbers(sizes.outage).filter((number) => ![0, 7].includes(number)));
    expect(
      (await world.lettersOf()).map(({ body, error, receives }) => [body, error.message, receives]).sort(),
    ).toEqual([
      ['{"number":0}', 'poison', 3],
      ['{"number":7}', 'poison', 3],
    ]);
    expect(await world.waitingCount()).toBe(0);
  });

  it('counts the tries from before it', async () => {
    world.server.poison.add(3);
    world.putAll(4);
    // Two tries of the poison, at once and after two or three seconds.
    await world.pass(4);
    const before = world.server.tries.get(3) ?? 0;

    await outageOf(600);

    const outcomes = world.virtual.lines.filter(({ error }) => JSON.stringify(error)?.includes('poison'));
    expect(before).toBe(2);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['failure', 'failure', 'parked']);
    expect(await world.lettersOf()).toMatchObject([{ body: '{"number":3}', receives: 3 }]);
  });
});

describe('a message that alone finds its server down', () => {
  it.each([[[0]], [[0, 1, 2]], [[0, 10, 20]]])('keeps no other waiting for more than a minute: %j', async (refused) => {
    for (const number of refused) world.server.refused.add(number);
    world.server.isUp = false;
    world.putAll(21);
    await world.pass(20);
    world.server.isUp = true;

    await world.pass(60);

    expect(sorted(world.done)).toEqual(numbers(21).filter((number) => !refused.includes(number)));
    expect(await world.lettersOf()).toEqual([]);
    expect((await world.waitingCount()) + world.virtual.queued.length).toBe(refused.length);
  });

  it('is dead after three tries between which others went through, and ends the outage', async () => {
    world.server.refused.add(0);
    world.putAll(1);

    for (let number = 1; number <= 12; number++) {
      world.putAll(1, number);
      await world.pass(5);
    }

    expect(sorted(world.done)).toEqual(numbers(12, 1));
    expect(await world.lettersOf()).toMatchObject([
      { body: '{"number":0}', receives: 3, error: { code: 'MAIL_UNAVAILABLE' } },
    ]);
    expect(database.itemsOf('platform').filter(({ entity }) => entity === 'outage')).toEqual([]);
  });

  it('spends no try by a probe that is sent when others go through, as a server may take a few at once', async () => {
    world.server.refused.add(10);
    world.putAll(21);
    world.server.isUp = false;
    await world.pass(5);
    world.server.isUp = true;

    await world.pass(15);

    expect(sorted(world.done)).toEqual(numbers(21).filter((number) => number !== 10));
    const left = [...world.virtual.queued, ...database.itemsOf('platform')].filter((item) => 'history' in item);
    expect(left).toMatchObject([{ history: { tries: 0 } }]);
  });

  it('waits alone, and spends no try, while nothing goes through', async () => {
    world.server.refused.add(0);
    world.putAll(1);

    await world.pass(600);

    expect(await world.lettersOf()).toEqual([]);
    expect(world.virtual.queued).toMatchObject([{ history: { tries: 0 } }]);
  });
});

describe('an outage of the database', () => {
  it('costs none of the messages that go round meanwhile', async () => {
    world.putAll(10);
    database.hooks.before = () => {
      throw new AnswerLost();
    };
    await world.pass(120);
    database.hooks.before = undefined;

    await world.pass(60);

    expect(sorted(world.done)).toEqual(numbers(10));
    expect(await world.lettersOf()).toEqual([]);
    expect(world.virtual.queued).toEqual([]);
    expect(database.itemsOf('platform')).toEqual([]);
  });
});

describe('a dead letter that is to be recorded while the database is down', () => {
  it('is recorded when it is back', async () => {
    world.server.poison.add(0);
    world.putAll(1);
    // Two tries, and the third while nothing can be stored.
    await world.pass(4);
    database.hooks.before = (operation) => {
      if (operation !== 'get') throw new AnswerLost();
    };
    await world.pass(120);
    const during = world.virtual.dead.length;
    database.hooks.before = undefined;

    await world.pass(60);

    expect(during).toBe(1);
    expect(await world.lettersOf()).toMatchObject([{ body: '{"number":0}' }]);
    expect(world.virtual.dead).toEqual([]);
  });
});

describe('an outage of four hours', () => {
  it('makes dead letters of what waited, with the outage as their error, which can be redriven', async () => {
    world.putAll(25);
    world.server.isUp = false;

    await world.pass(30);
    clock.advance(4 * 60 * 60);
    await world.pass(180);

    const letters = await world.lettersOf();
    expect(letters).toHaveLength(25);
    expect(new Set(letters.map(({ error }) => error.code))).toEqual(new Set(['MAIL_UNAVAILABLE']));
    expect(world.virtual.queued).toEqual([]);
    expect(await world.waitingCount()).toBe(0);
    expect(world.done).toEqual([]);
  });

  it('makes none of what has waited for a minute less', async () => {
    world.putAll(25);
    world.server.isUp = false;
    await world.pass(30);
    clock.advance(4 * 60 * 60 - 120);
    await world.pass(60);
    world.server.isUp = true;

    await world.pass(60);

    expect(await world.lettersOf()).toEqual([]);
    expect(sorted(world.done)).toEqual(numbers(25));
  });
});

describe('a worker that dies at any call of an outage', () => {
  /** Kills the function at the given call of the database or the queues from now on, before it or after it. */
  function killAt(call: number, when: 'before' | 'after'): { readonly isDone: () => boolean } {
    let calls = 0;
    const strike = () => {
      calls += 1;
      return calls === call ? world.virtual.kill() : undefined;
    };
    database.hooks[when] = strike;
    world.virtual.hooks[when === 'before' ? 'beforeSend' : 'afterSend'] = strike;
    return { isDone: () => calls >= call };
  }

  it.each(['before', 'after'] as const)('loses none: killed %s it', async (when) => {
    const lost: unknown[] = [];
    let isReached = true;
    let call = 1;
    for (; isReached && call < 200; call++) {
      clock = createTestClock();
      database = createMemoryDatabase();
      world = createWorld();
      world.putAll(6);
      world.server.isUp = false;
      const blow = killAt(call, when);
      await world.pass(25);
      world.server.isUp = true;
      await world.pass(240);
      isReached = blow.isDone();
      database.hooks[when] = undefined;
      const letters = await world.lettersOf();
      const left = world.virtual.queued.length + (await world.waitingCount());
      if (sorted(world.done).join() !== numbers(6).join() || letters.length + left > 0)
        lost.push({ call, done: world.done, letters: letters.length, left });
    }

    expect(lost).toEqual([]);
    expect(call).toBeGreaterThan(25);
  });
});

describe('a message that comes three times', () => {
  it('waits as one, and is done once', async () => {
    world.server.isUp = false;
    world.putAll(1, 1);
    const event = { id: '019a0000-0000-7000-8000-0000000000e1', number: 2 };
    for (let copy = 0; copy < 3; copy++) world.virtual.put({ body: JSON.stringify(event) });

    await world.pass(60);
    world.server.isUp = true;
    await world.pass(30);

    expect(sorted(world.done)).toEqual([1, 2]);
    expect(await world.waitingCount()).toBe(0);
  });
});
