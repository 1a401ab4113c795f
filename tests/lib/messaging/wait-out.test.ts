import { beforeEach, describe, expect, it } from '@jest/globals';
import { AnswerLost } from '../../../lib/data/database.ts';
import { DependencyDown } from '../../../lib/messaging/decisions.ts';
import { createRelease } from '../../../lib/messaging/release.ts';
import type { Message } from '../../../lib/messaging/send.ts';
import { createWaitOut } from '../../../lib/messaging/wait-out.ts';
import { OutageChanged } from '../../../lib/messaging/waiting-repository.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createContendedDatabase } from '../../support/contended-database.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { type MessageFields, sqsRecord } from '../../support/queue.ts';
import { seededRandom } from '../../support/random.ts';

const down = new DependencyDown('MAIL_UNAVAILABLE', 'The server is down');
const storeDown = new DependencyDown('DATABASE_UNAVAILABLE', 'The store is down');

let clock: TestClock;
let database: MemoryDatabase;
let sent: Message[];
/** Whether the queue takes what is sent to it. */
let isOpen: boolean;

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
  sent = [];
  isOpen = true;
});

function partsOf(store: Parameters<typeof createTestPlatform>[0] = database) {
  const send = async (_queue: string, messages: readonly Message[]) => {
    if (!isOpen) return new Set(messages.map(({ id }) => id));
    sent.push(...messages);
    return new Set<string>();
  };
  return { ...createTestPlatform(store, { clock }), send };
}

/** A message that finds what it stands on down; answers the lines that this wrote. */
async function meet(fields: MessageFields, outage = down) {
  const work = () => createWaitOut(partsOf())('email', sqsRecord({ sentAt: new Date(1_000), ...fields }), outage);
  return (await withLogLines(work)).lines;
}

const itemsOf = (entity: string) => database.itemsOf('platform').filter((item) => item.entity === entity);
const waiting = () => itemsOf('waiting-message');
const probe = () => itemsOf('outage')[0]?.probe as string;
const callsOf = async (work: () => Promise<unknown>) => {
  Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
  await work();
  const { get, query, write, transact } = database.calls;
  return { get, query, write, transact };
};

describe('the first message of an outage', () => {
  it('is the probe, which its queue keeps back for ten seconds', async () => {
    const lines = await meet({ messageId: 'm1', body: 'text' });

    expect(sent).toMatchObject([{ body: 'text', delaySeconds: 10, history: { messageId: 'm1', tries: 0 } }]);
    expect(sent[0]?.history?.probe).toBe(probe());
    expect(waiting()).toEqual([]);
    expect(lines).toMatchObject([{ level: 'warn', message: 'dependency is down', code: 'MAIL_UNAVAILABLE' }]);
  });

  it('waits as an item where its queue takes nothing, so that it spends none of its tries', async () => {
    isOpen = false;

    await meet({ messageId: 'm1', receives: 2 });

    expect(waiting()).toMatchObject([{ history: { messageId: 'm1', tries: 1 }, cause: { code: 'MAIL_UNAVAILABLE' } }]);
    expect(itemsOf('outage')).toMatchObject([{ count: 1 }]);
  });

  it('is known by its first id and time, and as redriven, wherever it was sent again', async () => {
    const history = { messageId: 'first', sentAt: '2026-03-08T09:00:00.000Z', tries: 1, redriven: true };
    await meet({ messageId: 'first-probe' });

    await meet({ messageId: 'copy', history });
    await meet({ messageId: 'late', history: { ...history, messageId: 'second' }, receives: 2 });

    const histories = waiting().map((item) => item.history);
    expect(histories).toContainEqual({ ...history, waitingSince: '2026-03-08T09:30:00.000Z' });
    // Whoever redrove it has decided for its first receive.
    expect(histories).toContainEqual({
      ...{ messageId: 'second', sentAt: history.sentAt, tries: 2 },
      waitingSince: '2026-03-08T09:30:00.000Z',
    });
  });
});

describe('the next ones', () => {
  it('wait behind it, each by one transaction and without a line', async () => {
    await meet({ messageId: 'm1' });

    const calls = await callsOf(async () => expect(await meet({ messageId: 'm2' })).toEqual([]));

    expect(calls).toEqual({ get: 0, query: 0, write: 0, transact: 1 });
    expect(sent).toHaveLength(1);
  });

  it('take its place when it was not heard of for 45 seconds', async () => {
    await meet({ messageId: 'm1' });
    const first = probe();
    clock.advance(45);

    const lines = await meet({ messageId: 'm2' });

    expect(probe()).not.toBe(first);
    expect(sent.map(({ history }) => history?.messageId)).toEqual(['m1', 'm2']);
    expect(lines).toEqual([]);
  });

  it('are one item however often they come', async () => {
    await meet({ messageId: 'm1' });

    for (let copy = 0; copy < 3; copy++) await meet({ messageId: 'm2' });

    expect(waiting()).toMatchObject([{ version: 3 }]);
    expect(itemsOf('outage')).toMatchObject([{ count: 1 }]);
  });

  it.each([
    ['in the place of one that is dead', 1],
    ['where there was none', 0],
  ])('make one probe %s where they come at once, and count each', async (_, before) => {
    if (before > 0) await meet({ messageId: 'dead' });
    clock.advance(45);
    sent = [];
    const contended = createContendedDatabase(database, { share: 0.3, random: seededRandom(4) });
    const waitOut = createWaitOut(partsOf(contended));
    const records = Array.from({ length: 8 }, (_, at) => sqsRecord({ messageId: `m${at}`, sentAt: new Date(at) }));

    await withLogLines(() => Promise.all(records.map((record) => waitOut('email', record, down))));

    expect(sent).toMatchObject([{ history: { probe: probe() } }]);
    expect(waiting()).toHaveLength(7);
    expect(itemsOf('outage')).toMatchObject([{ count: 7 }]);
  });
});

describe('a probe', () => {
  const release = (name: string) => withLogLines(() => createRelease(partsOf())('email', name));
  const historyOf = (message: Message | undefined) => message?.history;

  it('hands the role to the one that waits next after it, and waits itself, in turn', async () => {
    await meet({ messageId: 'm1' });
    await meet({ messageId: 'm2', sentAt: new Date(2_000) });
    await meet({ messageId: 'm0', sentAt: new Date(0) });

    for (let look = 0; look < 3; look++) {
      const name = probe();
      await meet({ messageId: 'copy', history: historyOf(sent.at(-1)) });
      expect(probe()).not.toBe(name);
      expect(historyOf(sent.at(-1))?.probe).toBe(probe());
      expect(itemsOf('outage')).toMatchObject([{ count: 2 }]);
      expect(waiting()).toHaveLength(2);
    }

    expect(sent.map(({ history }) => history?.messageId)).toEqual(['m1', 'm2', 'm0', 'm1']);
    expect(sent.every(({ delaySeconds }) => delaySeconds === 10)).toBe(true);
  });

  it('hands it on also where a copy of it waits already', async () => {
    await meet({ messageId: 'm1' });
    await meet({ messageId: 'm1' });
    await meet({ messageId: 'm2' });

    await meet({ messageId: 'copy', history: historyOf(sent[0]) });

    expect(sent.map(({ history }) => history?.messageId)).toEqual(['m1', 'm2']);
    expect(waiting()).toMatchObject([{ history: { messageId: 'm1' } }]);
    expect(itemsOf('outage')).toMatchObject([{ count: 1 }]);
  });

  it('goes on waiting where its queue does not take the next one, which the sweep sends', async () => {
    await meet({ messageId: 'm1' });
    await meet({ messageId: 'm2' });
    isOpen = false;

    await meet({ messageId: 'copy', history: historyOf(sent[0]) });

    expect(waiting()).toHaveLength(2);
    expect(itemsOf('outage')).toMatchObject([{ count: 2 }]);
  });

  it('goes round again while the outage goes on and nothing else waits, and keeps the role', async () => {
    await meet({ messageId: 'm1' });

    await meet({ messageId: 'copy', history: historyOf(sent[0]) });

    expect(sent[1]?.history).toMatchObject({ messageId: 'm1', tries: 0, probe: probe() });
    expect(waiting()).toEqual([]);
  });

  it('goes round itself, with what it has spent since, where only a copy of it waits', async () => {
    await meet({ messageId: 'm1' });
    await meet({ messageId: 'm1' });

    await meet({ messageId: 'copy', history: historyOf(sent[0]), receives: 3 });

    expect(sent[1]?.history).toMatchObject({ messageId: 'm1', tries: 2, probe: probe() });
    expect(itemsOf('outage')).toHaveLength(1);
  });

  it('waits behind the other one where its role is taken', async () => {
    await meet({ messageId: 'm1' });
    clock.advance(45);
    await meet({ messageId: 'm2' });

    await meet({ messageId: 'copy', history: historyOf(sent[0]) });

    expect(waiting()).toMatchObject([{ history: { messageId: 'm1' } }]);
    expect(waiting()[0]?.history).not.toHaveProperty('probe');
  });

  it('waits behind the other one, and takes the place of nothing, where others wait too', async () => {
    await meet({ messageId: 'm1' });
    clock.advance(45);
    await meet({ messageId: 'm2' });
    await meet({ messageId: 'm3' });
    const name = probe();

    const calls = await callsOf(() => meet({ messageId: 'copy', history: historyOf(sent[0]) }));

    expect(probe()).toBe(name);
    expect(sent.map(({ history }) => history?.messageId)).toEqual(['m1', 'm2']);
    expect(waiting()).toHaveLength(2);
    expect(itemsOf('outage')).toMatchObject([{ count: 2 }]);
    expect(calls).toEqual({ get: 0, query: 1, write: 1, transact: 2 });
  });

  it('releases twenty by two reads, a write and a transaction, one of them as the next probe', async () => {
    await meet({ messageId: 'probe' });
    for (let at = 0; at < 25; at++) await meet({ messageId: `m${at}`, sentAt: new Date(at) });
    const name = probe();

    const calls = await callsOf(() => release(name));

    expect(calls).toEqual({ get: 1, query: 1, write: 1, transact: 1 });
    const released = sent.slice(1);
    expect(released.map(({ history }) => history?.messageId)).toEqual(Array.from({ length: 20 }, (_, at) => `m${at}`));
    expect(released.filter(({ history }) => history?.probe === probe())).toHaveLength(1);
    expect(waiting()).toHaveLength(5);
    expect(itemsOf('outage')).toMatchObject([{ count: 5 }]);
  });

  it('that comes twice releases once', async () => {
    await meet({ messageId: 'probe' });
    for (let at = 0; at < 3; at++) await meet({ messageId: `m${at}`, sentAt: new Date(at) });
    const name = probe();

    await Promise.all([release(name), createRelease(partsOf())('email', name)]);

    expect(sent).toHaveLength(4);
  });

  it('that is not that of its queue any more does nothing, by one read', async () => {
    await meet({ messageId: 'probe' });
    await meet({ messageId: 'm1' });

    const calls = await callsOf(() => release('another'));

    expect(calls).toEqual({ get: 1, query: 0, write: 0, transact: 0 });
    expect(waiting()).toHaveLength(1);
  });

  it('does not end an outage that has another probe since it looked', async () => {
    await meet({ messageId: 'probe' });
    database.hooks.after = async (operation) => {
      if (operation !== 'query') return;
      database.hooks.after = undefined;
      clock.advance(45);
      await createWaitOut(partsOf())('email', sqsRecord({ messageId: 'next' }), down);
    };

    await release(probe());

    expect(itemsOf('outage')).toMatchObject([{ probe: sent[1]?.history?.probe }]);
  });

  it('keeps what its queue does not take', async () => {
    await meet({ messageId: 'probe' });
    await meet({ messageId: 'm1' });
    isOpen = false;

    await release(probe());

    expect(waiting()).toHaveLength(1);
  });

  it.each(['query', 'transact'] as const)(
    'tells of a release that fails by a %s, and does not end it as done',
    async (failing) => {
      await meet({ messageId: 'probe' });
      for (let at = 0; at < 3; at++) await meet({ messageId: `m${at}`, sentAt: new Date(at) });
      database.hooks.before = (operation) => {
        if (operation === failing) throw new TypeError('a defect');
      };

      await expect(release(probe())).rejects.toThrow('a defect');

      expect(waiting()).toHaveLength(3);
    },
  );

  it('leaves what waits anew between its being sent and being deleted', async () => {
    await meet({ messageId: 'probe' });
    for (let at = 0; at < 3; at++) await meet({ messageId: `m${at}`, sentAt: new Date(at) });
    const parts = partsOf();
    const send: typeof parts.send = async (queue, messages) => {
      await meet({ messageId: 'copy', history: messages[0]?.history });
      return parts.send(queue, messages);
    };

    await withLogLines(() => createRelease({ ...parts, send })('email', probe()));

    expect(waiting()).toMatchObject([{ history: { messageId: 'm0' } }]);
    expect(itemsOf('outage')).toMatchObject([{ count: 1 }]);
  });

  it('does not end an outage for which something waits since it looked', async () => {
    await meet({ messageId: 'probe' });
    let isLate = true;
    database.hooks.after = async (operation) => {
      if (operation !== 'query' || !isLate) return;
      isLate = false;
      await createWaitOut(partsOf())('email', sqsRecord({ messageId: 'late' }), down);
    };

    await release(probe());

    expect(sent.map(({ history }) => history?.messageId)).toEqual(['probe', 'late']);
    expect(itemsOf('outage')).toMatchObject([{ count: 0 }]);
  });
});

describe('a message that waits', () => {
  it('waits anew where the copy that waited is released before it is told so', async () => {
    await meet({ messageId: 'probe' });
    await meet({ messageId: 'm1' });
    const name = probe();
    database.hooks.before = async (operation, request) => {
      const isRenewal = operation === 'write' && JSON.stringify(request).includes('WAITING#');
      if (!isRenewal) return;
      database.hooks.before = undefined;
      await createRelease(partsOf())('email', name);
    };

    await meet({ messageId: 'm1' });

    expect(sent.map(({ history }) => history?.messageId)).toEqual(['probe', 'm1']);
    expect(waiting()).toMatchObject([{ history: { messageId: 'm1' } }]);
    expect(itemsOf('outage')).toMatchObject([{ count: 1 }]);
  });

  it('goes round by its queue where the outage is another at each look', async () => {
    let changes = 0;
    const commit = (async () => {
      changes++;
      throw changes > 20 ? new TypeError('without an end') : new OutageChanged(undefined);
    }) as ReturnType<typeof partsOf>['commit'];

    await createWaitOut({ ...partsOf(), commit })('email', sqsRecord({ messageId: 'm1' }), down);

    expect(sent).toMatchObject([{ history: { messageId: 'm1' } }]);
    expect(changes).toBe(5);
  });

  it.each([1, 2])('is left to its queue where its change number %i fails by a defect', async (failing) => {
    let changes = 0;
    const parts = partsOf();
    const commit = (async (...change: Parameters<typeof parts.commit>) => {
      if (++changes === failing) throw new TypeError('a defect');
      return parts.commit(...change);
    }) as typeof parts.commit;
    const waitOut = createWaitOut({ ...parts, commit });

    await expect(waitOut('email', sqsRecord({ messageId: 'm1' }), down)).rejects.toThrow('a defect');

    expect([sent, changes]).toEqual([[], failing]);
  });
});

describe('a message while the database is down', () => {
  it('goes round by its queue with what it has spent, without another look at the store', async () => {
    const calls = await callsOf(() => meet({ messageId: 'm1', receives: 3 }, storeDown));

    expect(calls).toEqual({ get: 0, query: 0, write: 0, transact: 0 });
    expect(sent).toMatchObject([{ history: { messageId: 'm1', tries: 2 } }]);
    expect(sent[0]?.delaySeconds).toBeGreaterThanOrEqual(10);
    expect(sent[0]?.delaySeconds).toBeLessThan(15);
  });

  it('goes round also where something else was down first', async () => {
    database.hooks.before = () => {
      throw new AnswerLost();
    };

    await meet({ messageId: 'm1' });

    expect(sent).toMatchObject([{ history: { messageId: 'm1' } }]);
  });

  it('is left to its queue where that takes nothing either', async () => {
    isOpen = false;

    await expect(meet({ messageId: 'm1' }, storeDown)).rejects.toMatchObject({ code: 'QUEUES_UNAVAILABLE' });
  });
});
