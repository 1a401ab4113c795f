import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ItemContended } from '../../../lib/data/database.ts';
import { Conflict, Unavailable } from '../../../lib/errors.ts';
import type { Work } from '../../../lib/messaging/attempt.ts';
import { AlreadyDone, Defer, DependencyDown, Drop, Park, Retry } from '../../../lib/messaging/decisions.ts';
import { queue } from '../../../lib/messaging/trigger.ts';
import { worker } from '../../../lib/messaging/worker.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestClock } from '../../support/clock.ts';
import { metricsOf } from '../../support/embedded-metrics.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createFakeTools, createMemoryTools, deliver } from '../../support/queue.ts';

delete process.env.POLYCLINIC_METRICS;

const trigger = queue({ queue: 'email', message: schema(() => z.object({})), grants: [] });
const throwing = (error: unknown) => () => {
  throw error;
};

/** One message that is received for the second time, and what its worker did about it. */
async function attempt(work: Work<object>, options: Parameters<typeof createFakeTools>[0] = { last }, receives = 2) {
  const { tools, seen } = createFakeTools(options);
  const { reported, lines } = await deliver(worker(trigger, work, tools), [{ messageId: 'm1', receives }]);
  const line = lines.find(({ message }) => message === 'message');
  const { 'Duration by email': _, ...metrics } = metricsOf(line);
  return { ...seen, lines, line, metrics, isReported: reported.length > 0 };
}

/** The failure of the receive before. */
const last = { cause: { code: 'ECONNREFUSED', message: 'smtp is down' }, receives: 1 };
const metricsFor = (completed: number, failed: number, stalled = 0) => ({
  'MessagesCompleted by email': `${completed} Count`,
  'MessagesFailed by email': `${failed} Count`,
  'MessagesStalled by email': `${stalled} Count`,
});

describe('a message whose work', () => {
  it('returns is done with', async () => {
    const { isReported, postponed, kept, parked, line, metrics } = await attempt(() => undefined);

    expect({ isReported, postponed, kept, parked }).toEqual({ isReported: false, postponed: [], kept: [], parked: [] });
    expect(line).toMatchObject({ level: 'info', outcome: 'success' });
    expect(line).not.toHaveProperty('error');
    expect(line).not.toHaveProperty('comesAgainAfter');
    expect(metrics).toEqual(metricsFor(1, 0));
  });

  it.each([new Drop('GONE', 'There is nobody to write to'), new AlreadyDone()])(
    'throws %s is done with, and the log says why',
    async (decision) => {
      const { isReported, postponed, kept, parked, line, metrics } = await attempt(throwing(decision));

      expect({ isReported, postponed, kept, parked }).toEqual({
        isReported: false,
        postponed: [],
        kept: [],
        parked: [],
      });
      expect(line).toMatchObject({ level: 'info', outcome: 'dropped', error: { code: decision.code } });
      expect(metrics).toEqual(metricsFor(1, 0));
    },
  );

  it('throws Park is a dead letter at once, and counts as one', async () => {
    const { isReported, postponed, kept, parked, line, metrics } = await attempt(throwing(new Park('STUCK', 'Stuck')));

    expect({ isReported, postponed, kept }).toEqual({ isReported: false, postponed: [], kept: [] });
    expect(parked).toEqual([{ messageId: 'm1', receives: 2, cause: { code: 'STUCK', message: 'Stuck' } }]);
    expect(line).toMatchObject({ level: 'error', outcome: 'parked', error: { code: 'STUCK' } });
    expect(metrics).toEqual({ ...metricsFor(0, 1), 'DeadLetters by email': '1 Count' });
  });

  it('throws Park and cannot be parked fails, so that it is tried again', async () => {
    const options = { last, broken: ['park'] } as const;

    const { isReported, postponed, kept, parked, line, lines, metrics } = await attempt(
      throwing(new Park('STUCK', 'Stuck')),
      options,
    );

    expect({ isReported, parked }).toEqual({ isReported: true, parked: [] });
    expect(kept).toEqual([{ messageId: 'm1', receives: 2, cause: { code: 'STUCK', message: 'Stuck' } }]);
    expect([4, 5, 6]).toContain(postponed[0]?.seconds);
    expect(lines[0]).toMatchObject({ level: 'error', message: 'message not parked', requestId: 'm1' });
    expect(line).toMatchObject({ level: 'error', outcome: 'failure', comesAgainAfter: postponed[0]?.seconds });
    expect(metrics).toMatchObject(metricsFor(0, 1));
  });

  it('throws Retry comes again when it says, which is neither a success nor a failure', async () => {
    const decision = new Retry('LEASE_HELD', 'Another worker has it in hand', { afterSeconds: 7 });

    const { isReported, postponed, kept, parked, line, metrics } = await attempt(throwing(decision));

    expect({ isReported, parked }).toEqual({ isReported: true, parked: [] });
    expect(postponed).toEqual([{ receiptHandle: 'receipt-of-m1', seconds: 7 }]);
    expect(kept).toMatchObject([{ messageId: 'm1', receives: 2, cause: { code: 'LEASE_HELD' } }]);
    expect(line).toMatchObject({ level: 'info', outcome: 'postponed', comesAgainAfter: 7 });
    expect(metrics).toEqual(metricsFor(0, 0));
  });

  it.each([
    ['one of ours', new Conflict('TAKEN', 'It is taken'), 'TAKEN', 'It is taken'],
    ['that of rivals', new ItemContended(), 'DATABASE_UNAVAILABLE', new ItemContended().message],
    [
      'one of an outside library',
      Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
      'ECONNREFUSED',
      'refused',
    ],
    ['a defect', new TypeError('x is undefined'), 'TypeError', 'x is undefined'],
    ['what is no error', 'text', 'Error', 'text'],
  ])('throws %s fails, and its cause is kept', async (_, error, code, message) => {
    const { isReported, postponed, kept, parked, line, metrics } = await attempt(throwing(error));

    expect({ isReported, parked }).toEqual({ isReported: true, parked: [] });
    expect(kept).toEqual([{ messageId: 'm1', receives: 2, cause: { code, message } }]);
    expect([4, 5, 6]).toContain(postponed[0]?.seconds);
    expect(line).toMatchObject({ level: 'error', outcome: 'failure', comesAgainAfter: postponed[0]?.seconds });
    expect(metrics).toMatchObject(metricsFor(0, 1));
  });

  it.each([
    ['one that its transport tells of', new DependencyDown('MAIL_UNAVAILABLE', 'No answer'), 'MAIL_UNAVAILABLE'],
    ['any that is unavailable', new Unavailable('FILES_UNAVAILABLE', 'No answer'), 'FILES_UNAVAILABLE'],
  ])('meets an outage, %s, waits, which is neither a success nor a failure', async (_, error, code) => {
    const { isReported, postponed, kept, parked, waiting, line, metrics } = await attempt(throwing(error));

    expect({ isReported, postponed, kept, parked }).toEqual({ isReported: false, postponed: [], kept: [], parked: [] });
    expect(waiting).toEqual([{ messageId: 'm1', code }]);
    expect(line).toMatchObject({ level: 'info', outcome: 'waiting', error: { code } });
    expect(metrics).toEqual({ ...metricsFor(0, 0), 'MessagesWaiting by email': '1 Count' });
  });

  it('throws Defer comes again later, which is neither a success nor a failure', async () => {
    const error = new Defer('MAIL_DEFERRED', 'Come again');

    const { isReported, postponed, kept, parked, waiting, line, metrics } = await attempt(throwing(error));

    expect({ isReported, postponed, kept, parked }).toEqual({ isReported: false, postponed: [], kept: [], parked: [] });
    expect(waiting).toEqual([{ messageId: 'm1', code: 'MAIL_DEFERRED' }]);
    expect(line).toMatchObject({ level: 'info', outcome: 'deferred', error: { code: 'MAIL_DEFERRED' } });
    expect(metrics).toEqual({ ...metricsFor(0, 0), 'MessagesDeferred by email': '1 Count' });
  });

  it.each([
    ['meets an outage', new DependencyDown('MAIL_UNAVAILABLE', 'No answer')],
    ['is deferred', new Defer('MAIL_DEFERRED', 'Come again')],
  ])('%s still after four hours is a dead letter at once', async (_, error) => {
    const { tools, seen } = createFakeTools({});
    const waitingSince = new Date(tools.clock().getTime() - 4 * 60 * 60 * 1_000).toISOString();
    const history = { messageId: 'm0', sentAt: waitingSince, tries: 0, waitingSince };

    const { reported } = await deliver(worker(trigger, throwing(error), tools), [{ messageId: 'm1', history }]);

    expect([reported, seen.waiting]).toEqual([[], []]);
    expect(seen.parked).toMatchObject([{ cause: { code: error.code } }]);
  });

  it('meets an outage and cannot even wait stays hidden in its queue for two minutes', async () => {
    const error = new DependencyDown('MAIL_UNAVAILABLE', 'No answer');
    const options = { last, broken: ['waitOut'] } as const;

    const { isReported, postponed, parked, lines, line, metrics } = await attempt(throwing(error), options);

    expect({ isReported, parked }).toEqual({ isReported: true, parked: [] });
    expect(postponed).toEqual([{ receiptHandle: 'receipt-of-m1', seconds: 120 }]);
    expect(lines[0]).toMatchObject({ level: 'error', message: 'message cannot wait' });
    expect(line).toMatchObject({ outcome: 'postponed', comesAgainAfter: 120 });
    expect(metrics).toEqual(metricsFor(0, 0));
  });

  it('fails though its cause cannot be kept', async () => {
    const options = { last, broken: ['keep'] } as const;

    const { isReported, postponed, lines, line } = await attempt(throwing(new Error('failed')), options);

    expect({ isReported, postponements: postponed.length }).toEqual({ isReported: true, postponements: 1 });
    expect(lines[0]).toMatchObject({ level: 'error', message: 'failure not kept' });
    expect(line).toMatchObject({ outcome: 'failure' });
  });

  it.each([
    [1, [2, 3]],
    [2, [4, 5, 6]],
    [3, [1]],
  ])('fails at receive %d comes again after one of %j seconds', async (receives, seconds) => {
    const { postponed } = await attempt(throwing(new Error('failed')), {}, receives);

    expect(seconds).toContain(postponed[0]?.seconds);
  });
});

describe('a message with tries from before it waited', () => {
  const history = { messageId: 'first', sentAt: '2026-03-08T09:00:00.000Z', tries: 2 };

  async function receive(receives: number, options: Parameters<typeof createFakeTools>[0] = {}) {
    const { tools, seen } = createFakeTools(options);
    let works = 0;
    const work = () => {
      works += 1;
      throw new Error('failed');
    };
    await deliver(worker(trigger, work, tools), [{ messageId: 'm1', receives, history }]);
    return { ...seen, works };
  }

  it('is given up at the last of all, which its queue does not know', async () => {
    const { works, parked, kept } = await receive(1);

    expect([works, kept]).toEqual([1, []]);
    expect(parked).toMatchObject([{ messageId: 'm1', receives: 1, cause: { message: 'failed' } }]);
  });

  it('is not worked on again where its worker died at the last, with the reason that there is', async () => {
    const died = await receive(2);
    const failed = await receive(2, { last });

    expect([died.works, failed.works]).toEqual([0, 0]);
    expect(died.parked).toMatchObject([{ cause: { code: 'WORKER_DIED' } }]);
    expect(failed.parked).toMatchObject([{ cause: last.cause }]);
  });

  it('is given up also where the reason cannot be read', async () => {
    const { works, parked } = await receive(2, { last, broken: ['find'] });

    expect(works).toBe(0);
    expect(parked).toMatchObject([{ cause: { code: 'WORKER_DIED' } }]);
  });
});

describe('a probe', () => {
  const history = { messageId: 'm1', sentAt: '2026-03-08T09:00:00.000Z', tries: 0, probe: 'p1' };
  const endOf = async (work: () => void, options: Parameters<typeof createFakeTools>[0] = {}) => {
    const { tools, seen } = createFakeTools(options);
    const { lines } = await deliver(worker(trigger, work, tools), [{ history }]);
    return { ...seen, lines };
  };

  it.each([
    ['succeeds', () => undefined],
    ['is dropped', throwing(new AlreadyDone())],
    ['is parked', throwing(new Park('STUCK', 'Stuck'))],
    ['fails by itself', throwing(new Error('failed'))],
    ['is deferred', throwing(new Defer('MAIL_DEFERRED', 'Come again'))],
  ])('that %s has found that the outage is over', async (_, work) => {
    expect((await endOf(work)).released).toEqual(['p1']);
  });

  it('that waits has not', async () => {
    expect((await endOf(throwing(new DependencyDown('MAIL_UNAVAILABLE', 'down')))).released).toEqual([]);
  });

  it('is done though nothing could be released', async () => {
    const { lines } = await endOf(() => undefined, { broken: ['release'] });

    expect(lines).toMatchObject([{ outcome: 'success' }, { level: 'error', message: 'waiting messages not released' }]);
  });
});

describe('the one line of a message', () => {
  it('says which queue, message and try it is about, and how long it took', async () => {
    const { line } = await attempt(() => undefined);

    expect(line).toMatchObject({ queue: 'email', messageId: 'm1', requestId: 'm1', attempt: 2 });
    expect(line?.durationMs).toEqual(expect.any(Number));
  });
});

describe('a message is stalled', () => {
  it.each([
    ['at its first receive', 1, undefined, false],
    ['at its second, when the first left no failure', 2, undefined, true],
    ['at its second, when the first failed', 2, 1, false],
    ['at its third, when the second failed', 3, 2, false],
    ['at its third, when the first failed and the second said nothing', 3, 1, true],
    ['at its third, when neither said anything', 3, undefined, true],
    ['when its own failure is there already, as of a copy at the same time', 2, 2, false],
  ])('%s: receive %d, last failure at %p: %p', async (_, receives, failedAt, expected) => {
    const options = failedAt === undefined ? {} : { last: { ...last, receives: failedAt } };

    const { line, metrics } = await attempt(() => undefined, options, receives);

    expect(line?.stalled ?? false).toBe(expected);
    expect(metrics['MessagesStalled by email']).toBe(expected ? '1 Count' : '0 Count');
  });

  it('only where that can be read', async () => {
    const { line } = await attempt(() => undefined, { broken: ['find'] });

    expect(line).toMatchObject({ outcome: 'success' });
    expect(line).not.toHaveProperty('stalled');
  });

  it('however its work ends', async () => {
    const { metrics } = await attempt(throwing(new Error('failed')), {});

    expect(metrics).toMatchObject(metricsFor(0, 1, 1));
  });
});

describe('the database calls', () => {
  /** What a receive costs, over the work of the message itself. */
  async function costOf(work: () => void, receives: number) {
    const database = createMemoryDatabase();
    const tools = createMemoryTools(database, createTestClock());
    await deliver(worker(trigger, work, tools), [{ receives }]);
    const { get, batchGet, query, write, transact } = database.calls;
    return { reads: get + batchGet + query, writes: write + transact };
  }

  it.each([
    ['a success', 1, () => undefined, { reads: 0, writes: 0 }],
    ['a success', 3, () => undefined, { reads: 1, writes: 0 }],
    ['a drop', 1, throwing(new AlreadyDone()), { reads: 0, writes: 0 }],
    ['a failure', 1, throwing(new Error('failed')), { reads: 0, writes: 1 }],
    ['a failure', 2, throwing(new Error('failed')), { reads: 1, writes: 1 }],
    ['a Retry', 1, throwing(new Retry('LATER', 'Later', { afterSeconds: 1 })), { reads: 0, writes: 1 }],
    ['a Park', 1, throwing(new Park('STUCK', 'Stuck')), { reads: 0, writes: 1 }],
  ])('of %s at receive %d are counted', async (_, receives, work, cost) => {
    expect(await costOf(work, receives)).toEqual(cost);
  });
});

describe('the worker of a message that dies', () => {
  it('is told at the next receive from one that failed, by what is stored', async () => {
    const database = createMemoryDatabase();
    const tools = createMemoryTools(database, createTestClock());
    const fails = worker(trigger, throwing(new Error('failed')), tools);
    const succeeds = worker(trigger, () => undefined, tools);
    const stalledAt = async (handler: typeof fails, receives: number) =>
      (await deliver(handler, [{ receives }])).lines.some(({ stalled }) => stalled === true);

    expect(await stalledAt(fails, 1)).toBe(false);
    expect(await stalledAt(succeeds, 2)).toBe(false);
    // The second has succeeded, but died before its message was deleted.
    expect(await stalledAt(succeeds, 3)).toBe(true);
  });
});
