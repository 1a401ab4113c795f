import { afterEach, describe, expect, it, jest } from '@jest/globals';
import * as z from 'zod';
import { currentContext, type InvocationContext } from '../../../lib/context.ts';
import { userVerified } from '../../../lib/domains/identity/events/accounts.ts';
import type { Work, WorkerTools } from '../../../lib/messaging/attempt.ts';
import { Drop, Park, Retry } from '../../../lib/messaging/decisions.ts';
import { queue } from '../../../lib/messaging/trigger.ts';
import { worker } from '../../../lib/messaging/worker.ts';
import { schema } from '../../../lib/schemas.ts';
import { lambdaContext } from '../../support/http.ts';
import { createFakeTools, deliver, reportedIn, sqsEvent } from '../../support/queue.ts';
import { buildEvent } from '../mail/build-event.ts';

const trigger = queue({ queue: 'email', message: schema(() => z.object({ name: z.string() })), grants: [] });
const named = (...names: readonly string[]) => names.map((name) => ({ messageId: name, content: { name } }));
const never = new Promise<never>(() => undefined);

/** How a message can end that is done with, and how one that comes again. */
const goodEnds = [undefined, new Drop('GONE', 'Gone'), new Park('STUCK', 'Stuck')];
const badEnds = [new Error('failed'), new Retry('LATER', 'Later', { afterSeconds: 7 }), 'thrown text'];

const ten = named(...'abcdefghij');
const bitOf = (name: string) => name.charCodeAt(0) - 'a'.charCodeAt(0);

/** The report of a batch of ten in which the messages of a subset come again, and all end in one way or another. */
async function reportOfSubset(subset: number) {
  const handler = worker(
    trigger,
    ({ name }) => {
      const fitting = subset & (1 << bitOf(name)) ? badEnds : goodEnds;
      const end = fitting[(subset + bitOf(name)) % fitting.length];
      if (end) throw end;
    },
    createFakeTools().tools,
  );
  return reportedIn(await handler(sqsEvent(ten), lambdaContext()));
}

describe('a batch of ten', () => {
  it('is reported exactly, for each of its 1,024 failing subsets, however its messages end', async () => {
    const reports: string[][] = [];
    for (let subset = 0; subset < 1_024; subset++) reports.push(await reportOfSubset(subset));

    const failing = (subset: number) => [...'abcdefghij'].filter((name) => subset & (1 << bitOf(name)));
    expect(reports).toEqual(Array.from({ length: 1_024 }, (_, subset) => failing(subset)));
  });
});

describe('a queue worker', () => {
  it.each(['not json', '{}', '{"name":1}', 'null', '', '[]', '"a"', '{"name":'])(
    'fails a body of %j and works on the others',
    async (body) => {
      const worked: string[] = [];
      const handler = worker(trigger, ({ name }) => void worked.push(name), createFakeTools().tools);

      const { reported, lines } = await deliver(handler, [{ messageId: 'bad', body }, ...named('a', 'b')]);

      expect(reported).toEqual(['bad']);
      expect(worked).toEqual(['a', 'b']);
      expect(lines.find(({ messageId }) => messageId === 'bad')).toMatchObject({ level: 'error', outcome: 'failure' });
    },
  );

  it('postpones those that come again, each by its own receipt and time, in one call', async () => {
    const { tools, seen } = createFakeTools();
    const handler = worker(
      trigger,
      ({ name }) => {
        if (name === 'b') throw new Retry('LATER', 'Later', { afterSeconds: 7 });
        if (name === 'c') throw new Retry('LATER', 'Later', { afterSeconds: 300 });
      },
      tools,
    );

    await deliver(handler, named('a', 'b', 'c'));

    expect(seen.postponed).toEqual([
      { receiptHandle: 'receipt-of-b', seconds: 7 },
      { receiptHandle: 'receipt-of-c', seconds: 300 },
    ]);
  });

  it('reports the same though nothing can be postponed', async () => {
    const handler = worker(trigger, failing, createFakeTools({ broken: ['postpone'] }).tools);

    const { reported, lines } = await deliver(handler, named('a', 'b'));

    expect(reported).toEqual(['a', 'b']);
    expect(lines.at(-1)).toMatchObject({ level: 'warn', message: 'messages not postponed', count: 2 });
  });

  it('works in the context of each message: its own id, and the request that began it all', async () => {
    const seen: (InvocationContext | undefined)[] = [];
    const handler = worker(
      trigger,
      async () => {
        await Promise.resolve();
        seen.push(currentContext());
      },
      createFakeTools().tools,
    );
    const context = lambdaContext({ functionName: 'polyclinic-prod-notifications-send-email' });

    await deliver(
      handler,
      [
        { messageId: 'm1', content: { name: 'a', correlationId: 'origin' } },
        { messageId: 'm2', content: { name: 'b' } },
      ],
      context,
    );

    expect(seen).toMatchObject([
      { functionName: 'notifications-send-email', requestId: 'm1', correlationId: 'origin' },
      { functionName: 'notifications-send-email', requestId: 'm2', correlationId: 'm2' },
    ]);
  });
});

describe('an event in another version', () => {
  it('comes again when a release may be through, and is not half-read meanwhile', async () => {
    const worked: unknown[] = [];
    const { tools, seen } = createFakeTools();
    const handler = worker(
      queue({ queue: 'email', events: [userVerified], grants: [] }),
      (event) => void worked.push(event),
      tools,
    );

    const { reported, lines } = await deliver(handler, [{ content: { ...buildEvent('user.verified'), version: 99 } }]);

    expect({ reported, worked }).toEqual({ reported: ['m0'], worked: [] });
    expect(seen.postponed).toMatchObject([{ seconds: 300 }]);
    expect(lines).toMatchObject([{ outcome: 'postponed', error: { code: 'NEWER_EVENT_VERSION' } }]);
  });
});

function failing(): never {
  throw new Error('smtp is down');
}

describe('a message that hangs', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  /** So little is left that time is up at once for whatever does not end by itself. */
  const context = lambdaContext({ milliseconds: 1 });

  it('fails alone: the others of its batch are done, and do not come again', async () => {
    const { tools, seen } = createFakeTools();
    const handler = worker(trigger, ({ name }) => (name === 'b' ? never : undefined), tools);

    const { reported, lines } = await deliver(handler, named('a', 'b', 'c'), context);

    expect(reported).toEqual(['b']);
    expect(seen.kept).toMatchObject([{ messageId: 'b', cause: { code: 'TIMED_OUT' } }]);
    expect(lines.map(({ messageId, outcome }) => [messageId, outcome])).toEqual([
      ['a', 'success'],
      ['c', 'success'],
      ['b', 'failure'],
    ]);
  });

  it.each(['keep', 'postpone'] as const)('is reported though %s hangs as well', async (tool) => {
    const { tools } = createFakeTools();
    const hanging = {
      ...tools,
      ...(tool === 'postpone' && { postpone: () => never }),
      ...(tool === 'keep' && { failures: { ...tools.failures, keep: () => never } }),
    };

    const { reported } = await deliver(worker(trigger, failing, hanging), named('a'), context);

    expect(reported).toEqual(['a']);
  });

  it('fails when it cannot be parked in time', async () => {
    const { tools, seen } = createFakeTools();
    const handler = worker(
      trigger,
      () => {
        throw new Park('STUCK', 'Stuck');
      },
      { ...tools, park: () => never },
    );

    const { reported } = await deliver(handler, named('a'), context);

    expect(reported).toEqual(['a']);
    expect(seen.kept).toMatchObject([{ cause: { code: 'STUCK' } }]);
  });

  /** Hands a message to a worker that has ten seconds; answers when, in milliseconds, it reported what. */
  async function reportOf(work: Work<object>, broken: Partial<WorkerTools>, receives = 1) {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    const startedAt = Date.now();
    const passed = () => Date.now() - startedAt;
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => 10_000 - passed() };
    const handler = worker(trigger, work, { ...createFakeTools().tools, ...broken });
    const answer = deliver(handler, [{ messageId: 'a', content: { name: 'a' }, receives }], context);
    const ended = answer.then(({ reported }) => ({ reported, after: passed() }));
    await jest.advanceTimersByTimeAsync(10_000);
    return ended;
  }

  const failures = createFakeTools().tools.failures;

  it.each([
    ['hangs', 7_000, () => never, {}],
    ['cannot be kept for good', 8_500, failing, { failures: { ...failures, keep: () => never } }],
    ['cannot be postponed for good', 9_500, failing, { postpone: () => never }],
  ])(
    'leaves time for its report: one of ten seconds that %s is reported after %d ms',
    async (_, after, work, broken) => {
      expect(await reportOf(work, broken)).toEqual({ reported: ['a'], after });
    },
  );

  it('is no reason to wait longer than a second to know whether it was stalled', async () => {
    const broken = { failures: { ...failures, find: () => never } };

    expect(await reportOf(() => undefined, broken, 2)).toEqual({ reported: [], after: 1_000 });
  });
});
