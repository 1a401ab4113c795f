import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ScheduledEvent } from 'aws-lambda';
import { createHandler } from '../../../functions/queues/sweep-waiting.ts';
import { DependencyDown } from '../../../lib/messaging/decisions.ts';
import type { Message } from '../../../lib/messaging/send.ts';
import { createSweepWaiting } from '../../../lib/messaging/sweep-waiting.ts';
import { createWaitOut } from '../../../lib/messaging/wait-out.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { lambdaContext } from '../../support/http.ts';
import { type LogLine, withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase, type Operation } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { sqsRecord } from '../../support/queue.ts';
import { createQueues } from '../../support/queues.ts';

const fourHours = 4 * 60 * 60;
let clock: TestClock;
let database: MemoryDatabase;
let sent: Message[];
let isTaken: boolean;

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
  sent = [];
  isTaken = true;
});

function partsOf() {
  const send = async (_queue: string, messages: readonly Message[]) => {
    if (!isTaken) return new Set(messages.map(({ id }) => id));
    sent.push(...messages);
    return new Set<string>();
  };
  return { ...createTestPlatform(database, { clock }), send };
}

/** A message that finds its server down, sent so many milliseconds after the epoch. */
async function meet(number: number): Promise<void> {
  const down = new DependencyDown('MAIL_UNAVAILABLE', 'The server is down');
  const record = sqsRecord({ messageId: `m${number}`, sentAt: new Date(number) });
  await createWaitOut(partsOf())('email', record, down);
}

/** Begins an outage in which so many messages wait behind a probe. */
async function begin(count: number): Promise<void> {
  await withLogLines(async () => {
    for (let number = 0; number <= count; number++) await meet(number);
  });
  sent = [];
}

/** Does something once, after the next call of a kind. */
function afterNext(operation: Operation, work: () => Promise<void>): void {
  database.hooks.after = async (each) => {
    if (each !== operation) return;
    database.hooks.after = undefined;
    await work();
  };
}

async function sweep() {
  Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
  const handler = createHandler(createSweepWaiting(partsOf()));
  const { lines } = await withLogLines(() => handler({} as ScheduledEvent, lambdaContext()));
  const line: LogLine = lines.find(({ message }) => message === 'schedule') ?? {};
  return { lines, deadLetters: line.deadLetters, ...line };
}

const waiting = () => database.itemsOf('platform').filter(({ entity }) => entity === 'waiting-message').length;

describe('sweep-waiting', () => {
  it('costs one read where nothing waits', async () => {
    expect(await sweep()).toMatchObject({ outages: 0, probes: 0, deadLetters: 0 });
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 0 });
  });

  it('leaves a probe alone that is alive', async () => {
    await begin(3);

    expect(await sweep()).toMatchObject({ outages: 1, probes: 0, deadLetters: 0 });
    expect(sent).toEqual([]);
  });

  it('sends what was sent first as the probe in the place of one that is lost, at once', async () => {
    await begin(3);
    clock.advance(46);

    expect(await sweep()).toMatchObject({ outages: 1, probes: 1, deadLetters: 0 });
    expect(sent).toMatchObject([{ history: { messageId: 'm1', probe: expect.any(String) } }]);
    expect(sent[0]).not.toHaveProperty('delaySeconds');
    expect(waiting()).toBe(2);
    expect(await sweep()).toMatchObject({ probes: 0 });
  });

  it('keeps what its queue does not take', async () => {
    await begin(3);
    clock.advance(46);
    isTaken = false;

    expect(await sweep()).toMatchObject({ probes: 0 });
    expect(waiting()).toBe(3);
  });

  it('ends an outage whose probe is lost and for which nothing waits', async () => {
    await begin(0);
    clock.advance(46);

    const { lines } = await sweep();

    expect(lines).toMatchObject([{ message: 'dependency is up again' }, { message: 'schedule' }]);
    expect(database.itemsOf('platform')).toEqual([]);
  });

  it('makes dead letters of what has waited for four hours, each once, with one count for their alarm', async () => {
    await begin(25);
    const { idsOf, countOf } = createQueues(database);
    clock.advance(fourHours - 1);
    const before = await sweep();
    clock.advance(1);

    const { lines, deadLetters } = await sweep();

    // The sweep of a second before has made one of them the probe.
    expect([before.deadLetters, deadLetters, await countOf()]).toEqual([0, 24, 24]);
    expect(await idsOf()).toHaveLength(24);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'waiting messages given up', count: 24 }));
    expect(waiting()).toBe(0);
  });

  it('takes no offence at one that is a dead letter already', async () => {
    await begin(2);
    const { bury, countOf } = createQueues(database);
    await bury({ messageId: 'm1', sentAt: new Date(1) });
    clock.advance(fourHours);

    await sweep();

    expect([waiting(), sent]).toEqual([0, []]);
    expect(await countOf()).toBe(2);
  });

  it('leaves one alone that waits anew since it looked, and gives up the others', async () => {
    await begin(3);
    const { idsOf } = createQueues(database);
    clock.advance(fourHours);
    await meet(9);
    afterNext('query', () => meet(2));

    expect(await sweep()).toMatchObject({ deadLetters: 2 });

    expect(waiting()).toBe(1);
    expect(await idsOf()).toHaveLength(2);
  });

  it('fails where nothing can be made a dead letter, and keeps it', async () => {
    await begin(2);
    clock.advance(fourHours);
    database.hooks.before = (operation) => {
      if (operation === 'transact') throw new TypeError('a defect');
    };

    await expect(sweep()).rejects.toThrow('a defect');

    expect([waiting(), database.calls.transact]).toEqual([2, 1]);
  });

  it('tells of no dead letters where none has waited as long as the outage', async () => {
    await begin(0);
    clock.advance(fourHours);
    await meet(1);
    await meet(2);

    const { lines, ...done } = await sweep();

    expect(done).toMatchObject({ outages: 1, probes: 0, deadLetters: 0 });
    expect(lines.map(({ message }) => message)).toEqual(['schedule']);
    expect(waiting()).toBe(1);
  });

  it.each([0, 2])('leaves it to a message that has become the probe since it looked, where %i wait', async (count) => {
    await begin(count);
    clock.advance(46);
    afterNext('query', () => meet(9));

    const { lines, ...done } = await sweep();

    expect(done).toMatchObject({ outages: 1, probes: 0 });
    expect(lines.map(({ message }) => message)).toEqual(['schedule']);
    expect(sent.map(({ history }) => history?.messageId)).toEqual(['m9']);
    expect(waiting()).toBe(count);
  });

  it('fails where it can end nothing', async () => {
    await begin(0);
    clock.advance(46);
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new TypeError('a defect');
    };

    await expect(sweep()).rejects.toThrow('a defect');
  });
});
