import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createOutageWorld, numbers, sorted } from './outage-world.ts';

let clock: TestClock;
let database: MemoryDatabase;
let world: ReturnType<typeof createOutageWorld>;

beforeAll(
  () => void jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] }),
);
afterAll(() => void jest.useRealTimers());

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
  world = createOutageWorld(database, clock);
});

const waiting = () => database.itemsOf('platform').filter(({ entity }) => entity !== 'dead-letter-tally');

describe('a server that takes one message in a second', () => {
  it('is given all of a burst while others come at three quarters of that, none of which dies', async () => {
    world.server.perSecond = 1;
    world.putAll(20);
    for (let second = 0, number = 20; second < 120; second++) {
      if (second % 4 !== 0) world.putAll(1, number++);
      await world.pass(1);
    }

    await world.pass(240);

    expect(sorted(world.done)).toEqual(numbers(110));
    expect(await world.lettersOf()).toEqual([]);
    expect(waiting()).toEqual([]);
  });

  it('is given what waited for the end of an outage', async () => {
    world.server.isUp = false;
    world.putAll(45);
    await world.pass(60);
    Object.assign(world.server, { isUp: true, perSecond: 1 });

    await world.pass(300);

    expect(sorted(world.done)).toEqual(numbers(45));
    expect(waiting()).toEqual([]);
  });
});

describe('a message that its server takes later', () => {
  it('is done within a minute of that, and is none of its tries', async () => {
    world.server.deferred.add(0);
    world.putAll(3);
    await world.pass(600);
    const looks = world.server.tries.get(0) ?? 0;
    world.server.deferred.clear();

    await world.pass(61);

    expect(sorted(world.done)).toEqual([0, 1, 2]);
    expect(looks).toBeGreaterThanOrEqual(10);
    expect(looks).toBeLessThanOrEqual(30);
    expect(await world.lettersOf()).toEqual([]);
    expect(waiting()).toEqual([]);
  });

  it('is a dead letter after four hours of that, with what the server said', async () => {
    world.server.deferred.add(0);
    world.putAll(1);

    await world.pass(4 * 60 * 60 - 60);
    const before = await world.lettersOf();
    await world.pass(180);

    expect(before).toEqual([]);
    expect(await world.lettersOf()).toMatchObject([{ body: '{"number":0}', error: { code: 'MAIL_DEFERRED' } }]);
    expect(world.virtual.queued).toEqual([]);
  });

  it('keeps none waiting that waits for the end of an outage, though it is the probe', async () => {
    for (const number of numbers(10)) world.server.deferred.add(number);
    world.server.isUp = false;
    world.putAll(40);
    await world.pass(30);
    world.server.isUp = true;

    await world.pass(20);

    expect(sorted(world.done)).toEqual(numbers(30, 10));
    expect(world.virtual.queued.map(({ history }) => history?.probe)).toEqual(numbers(10).map(() => undefined));
  });
});
