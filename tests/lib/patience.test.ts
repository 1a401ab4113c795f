import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as z from 'zod';
import { clientPatience } from '../../lib/client-patience.ts';
import { runInContext } from '../../lib/context.ts';
import { DatabaseBusy } from '../../lib/data/database.ts';
import { retry } from '../../lib/data/retry.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { http } from '../../lib/http/trigger.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { worker } from '../../lib/messaging/worker.ts';
import { jobPatience, type Patience, requestPatience, workerPatience } from '../../lib/patience.ts';
import { scheduleHandler } from '../../lib/schedules/handler.ts';
import { schedule } from '../../lib/schedules/trigger.ts';
import { schema } from '../../lib/schemas.ts';
import { streamHandler } from '../../lib/streams/handler.ts';
import { stream } from '../../lib/streams/trigger.ts';
import { currentPatience, waiting } from '../../lib/waiting.ts';
import { streamEventOf } from '../support/events.ts';
import { createTestStack, lambdaContext, send } from '../support/http.ts';
import { withLogLines } from '../support/log-lines.ts';
import { createFakeTools, sqsEvent } from '../support/queue.ts';

let now: number;

beforeEach(() => {
  now = 1_000;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  jest.spyOn(Math, 'random').mockReturnValue(0.5);
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** Lets so many milliseconds go by. */
async function passing(milliseconds: number): Promise<void> {
  await Promise.resolve();
  now += milliseconds;
}

/** Runs as the invocation of a caller with so much patience. */
const as = <T>(patience: Patience, work: () => T) =>
  runInContext({ functionName: 'tests', requestId: 'r1', correlationId: 'r1', patience }, work);

const callers = [
  ['request', () => requestPatience()],
  ['worker', () => workerPatience(() => 10_000)],
  ['job', () => jobPatience(() => 30_000)],
] as const;

/** Asks a store that throttles for so long; answers how often, and whether it was answered in the end. */
async function askThrottled(patience: Patience, milliseconds: number) {
  const end = now + milliseconds;
  let tries = 0;
  const work = async () => {
    tries += 1;
    if (now < end) throw new DatabaseBusy();
  };
  const answered = await as(patience, () =>
    retry(work, passing).then(
      () => true,
      () => false,
    ),
  );
  return { tries, answered };
}

describe('a store that throttles', () => {
  it.each([
    ['for ever', Number.POSITIVE_INFINITY, { request: [8, false], worker: [12, false], job: [20, false] }],
    ['for a second', 1_000, { request: [8, false], worker: [9, true], job: [8, true] }],
    ['for five seconds', 5_000, { request: [8, false], worker: [12, false], job: [12, true] }],
    ['for a tenth of a second', 100, { request: [5, true], worker: [5, true], job: [5, true] }],
  ])('%s is asked as long as the caller has patience', async (_, milliseconds, expected) => {
    const seen: Record<string, unknown> = {};
    for (const [caller, patience] of callers) {
      const { tries, answered } = await askThrottled(patience(), milliseconds);
      seen[caller] = [tries, answered];
    }

    expect(seen).toEqual(expected);
  });
});

describe('the patience of a request', () => {
  const taking = (milliseconds: number) => () => passing(milliseconds);

  it('is shared by all its calls, while what it computes does not count', async () => {
    const patience = requestPatience();

    await as(patience, async () => {
      await waiting(taking(1_000));
      now += 60_000;
      await waiting(taking(1_000));
    });

    expect(patience.left()).toBe(clientPatience - 2_000);
  });

  it('is spent once by calls that wait at the same time, and by one within another', async () => {
    const patience = requestPatience();
    const end = Promise.withResolvers<void>();
    const calls = as(patience, () => [waiting(() => end.promise), waiting(() => waiting(() => end.promise))]);

    now += 700;
    const meanwhile = patience.left();
    end.resolve();
    await Promise.all(calls);

    expect([meanwhile, patience.left()]).toEqual([clientPatience - 700, clientPatience - 700]);
  });

  it('is spent from when the first of them began', async () => {
    const patience = requestPatience();
    const end = Promise.withResolvers<void>();

    const first = as(patience, () => waiting(() => end.promise));
    now += 400;
    const second = as(patience, () => waiting(() => end.promise));
    now += 400;
    end.resolve();
    await Promise.all([first, second]);

    expect(patience.left()).toBe(clientPatience - 800);
  });

  it('is spent by a call that fails', async () => {
    const patience = requestPatience();
    const failing = async () => {
      await passing(300);
      throw new DatabaseBusy();
    };

    await expect(as(patience, () => waiting(failing))).rejects.toThrow(DatabaseBusy);

    expect(patience.left()).toBe(clientPatience - 300);
  });

  it('leaves a call no time when it is over', async () => {
    const signals: AbortSignal[] = [];

    await as(requestPatience(), async () => {
      await waiting(taking(clientPatience));
      await waiting(async (signal) => void signals.push(signal));
    });

    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});

describe('the patience of a worker and of a job', () => {
  it('ends before the invocation does', () => {
    expect([workerPatience(() => 1_500).left(), jobPatience(() => 1_500).left()]).toEqual([1_000, 1_000]);
    expect([workerPatience(() => 400).left(), jobPatience(() => 400).left()]).toEqual([-100, -100]);
  });

  it('is for each call that of a request, and four times that', () => {
    expect([workerPatience(() => 90_000).left(), jobPatience(() => 90_000).left()]).toEqual([2_500, 10_000]);
  });
});

describe('the patience of an invocation', () => {
  const fields = {
    method: 'POST',
    path: '/v1/things',
    allow: 'public',
    responses: { 204: 'empty' },
    grants: [],
  } as const;
  const context = lambdaContext({ milliseconds: 2_000 });

  /** Runs a handler, and answers the tries and the time that its work had. */
  async function patienceIn(run: (work: () => void) => Promise<unknown>) {
    const seen: number[][] = [];
    await withLogLines(() => run(() => void seen.push([currentPatience().tries, currentPatience().left()])));
    return seen;
  }

  it('is that of a request behind a route', async () => {
    const seen = await patienceIn((work) => send(endpoint(http(fields), work, createTestStack()), {}, context));

    expect(seen).toEqual([[8, clientPatience]]);
  });

  it('is that of a worker behind a route that works as long as there is time', async () => {
    const long = http({ ...fields, long: true });
    const seen = await patienceIn((work) => send(endpoint(long, work, createTestStack()), {}, context));

    expect(seen).toEqual([[12, 1_500]]);
  });

  it('is that of a worker behind a queue', async () => {
    const trigger = queue({ queue: 'email', message: schema(() => z.object({})), grants: [] });
    const seen = await patienceIn((work) => worker(trigger, work, createFakeTools().tools)(sqsEvent([{}]), context));

    expect(seen).toEqual([[12, 1_500]]);
  });

  it('is that of a job behind a schedule', async () => {
    const trigger = schedule({ rate: 'rate(1 hour)', grants: [] });
    const seen = await patienceIn((work) =>
      scheduleHandler(trigger, async () => {
        work();
        return {};
      })({} as never, context),
    );

    expect(seen).toEqual([[20, 1_500]]);
  });

  it('is that of a job behind a stream', async () => {
    const trigger = stream({ table: 'events', changes: ['INSERT'], batchSize: 1, grants: [] });
    const seen = await patienceIn((work) =>
      streamHandler(trigger, async () => {
        work();
        return [true];
      })(streamEventOf([{ pk: 'a', sk: 'b' }]), context),
    );

    expect(seen).toEqual([[20, 1_500]]);
  });

  it('is that of a request for each call outside of any', async () => {
    await waiting(() => passing(2_000));

    expect([currentPatience().tries, currentPatience().left()]).toEqual([8, clientPatience]);
  });
});
