import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AnswerLost, type Item } from '../../../lib/data/database.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { sizes } from '../../support/sizes.ts';
import { createOutageWorld, numbers, sorted } from './outage-world.ts';

let clock: TestClock;
let database: MemoryDatabase;
let world: ReturnType<typeof createOutageWorld>;

// The time limits of a worker that has died would run on.
beforeAll(
  () => void jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] }),
);
afterAll(() => void jest.useRealTimers());

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
  world = createOutageWorld(database, clock);
});

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

  it('keeps nothing back that comes after it, is no try of its own, and is dead after four hours', async () => {
    world.server.refused.add(0);
    world.putAll(1);

    for (let number = 1; number <= 12; number++) {
      world.putAll(1, number);
      await world.pass(5);
    }

    expect(sorted(world.done)).toEqual(numbers(12, 1));
    expect(world.virtual.queued).toMatchObject([{ history: { tries: 0 } }]);
    clock.advance(4 * 60 * 60);
    await world.pass(60);
    expect(await world.lettersOf()).toMatchObject([{ body: '{"number":0}', error: { code: 'MAIL_UNAVAILABLE' } }]);
    expect(database.itemsOf('platform').filter(({ entity }) => entity === 'outage')).toEqual([]);
  });

  it('waits alone, and spends no try, while nothing goes through', async () => {
    world.server.refused.add(0);
    world.putAll(1);

    await world.pass(600);

    expect(await world.lettersOf()).toEqual([]);
    expect(world.virtual.queued).toMatchObject([{ history: { tries: 0 } }]);
  });
});

describe('a server that comes and goes every five seconds', () => {
  it.each([1, 3, 20])('makes no dead letter of the %d messages that met it first, nor of later ones', async (first) => {
    world.server.isUp = false;
    world.putAll(first);
    for (let second = 0, number = first; second < 100; second++) {
      world.server.isUp = Math.floor(second / 5) % 2 === 1;
      if (world.server.isUp) world.putAll(1, number++);
      await world.pass(1);
    }
    world.server.isUp = true;
    await world.pass(60);

    expect(await world.lettersOf()).toEqual([]);
    expect(sorted(world.done)).toEqual(numbers(first + 50));
  });
});

describe('a waiting message that nobody can read', () => {
  it('holds up none that waits beside it, nor the end of the outage', async () => {
    world.server.isUp = false;
    world.putAll(5);
    await world.pass(20);
    const [spoilt] = database.itemsOf('platform').filter(({ entity }) => entity === 'waiting-message') as [Item];
    database.plant('platform', { ...spoilt, history: { tries: 'x' } });
    world.server.isUp = true;

    await world.pass(60);

    expect(world.done).toHaveLength(4);
    expect(database.itemsOf('platform').filter(({ entity }) => entity === 'outage')).toEqual([]);
    const [told] = world.linesOf('malformed item');
    expect(told).toMatchObject({ level: 'error', error: { errorName: 'MalformedItem' } });
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
      world = createOutageWorld(database, clock);
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
