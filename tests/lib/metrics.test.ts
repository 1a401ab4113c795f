import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ScheduledEvent } from 'aws-lambda';
import * as z from 'zod';
import { discoverFunctions } from '../../infra/functions.ts';
import { runInContext } from '../../lib/context.ts';
import { businessCounts } from '../../lib/domains/declared/metrics.ts';
import { sessionsStarted, usersRegistered } from '../../lib/domains/identity/metrics.ts';
import { Conflict, Unavailable } from '../../lib/errors.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { http } from '../../lib/http/trigger.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { worker } from '../../lib/messaging/worker.ts';
import { count, logWithMetrics } from '../../lib/metrics.ts';
import { scheduleHandler } from '../../lib/schedules/handler.ts';
import { schedule } from '../../lib/schedules/trigger.ts';
import { schema } from '../../lib/schemas.ts';
import { streamHandler } from '../../lib/streams/handler.ts';
import { stream } from '../../lib/streams/trigger.ts';
import { functionEnvironment } from '../../local/function-environment.ts';
import { localSettings } from '../../local/settings.ts';
import { metricsOf } from '../support/embedded-metrics.ts';
import { streamEventOf } from '../support/events.ts';
import { createTestCaller, createTestStack, lambdaContext, type RequestFields, send } from '../support/http.ts';
import { withLogLines } from '../support/log-lines.ts';
import { createFakeTools, deliver } from '../support/queue.ts';

const before = process.env.POLYCLINIC_METRICS;
beforeEach(() => {
  delete process.env.POLYCLINIC_METRICS;
});
afterEach(() => {
  if (before !== undefined) process.env.POLYCLINIC_METRICS = before;
});

const trigger = http({
  method: 'POST',
  path: '/v1/things/{thingId}',
  allow: 'signed-in',
  params: schema(() => z.strictObject({ thingId: z.string() })),
  responses: { 204: 'empty' },
  problems: { 409: ['TAKEN'], 503: ['DOWN'] },
  grants: [],
});

async function request(work: () => void = () => {}, fields: RequestFields = {}) {
  const handler = endpoint(trigger, work, createTestStack({ caller: createTestCaller() }));
  const context = lambdaContext({ functionName: 'polyclinic-prod-api-keys-change-thing' });
  return (await send(handler, { method: 'POST', params: { thingId: '1' }, ...fields }, context)).lines;
}

const fail = (error: Error) => (): never => {
  throw error;
};

async function message(work: () => void) {
  const trigger = queue({ queue: 'email', message: schema(() => z.object({})), grants: [] });
  return (await deliver(worker(trigger, work, createFakeTools().tools), [{}])).lines;
}

async function changes(work: () => boolean[]) {
  const handler = streamHandler(stream({ table: 'events', changes: ['INSERT'], batchSize: 9, grants: [] }), async () =>
    work(),
  );
  const event = streamEventOf(['a', 'b', 'c'].map((key) => ({ pk: key, sk: key })));
  return (await withLogLines(() => Promise.allSettled([handler(event, lambdaContext())]))).lines;
}

async function tick(work: () => void) {
  const handler = scheduleHandler(schedule({ rate: 'rate(1 minute)', grants: [] }), async () => {
    work();
    return { found: 0 };
  });
  return (await withLogLines(() => Promise.allSettled([handler({} as ScheduledEvent, lambdaContext())]))).lines;
}

const milliseconds = expect.stringMatching(/^\d+(\.\d+)? Milliseconds$/);

describe('the metrics of a request', () => {
  it.each([
    ['a success', undefined, 204, '0 Count'],
    ['a refusal', new Conflict('TAKEN', 'Taken.'), 409, '0 Count'],
    ['an outage', new Unavailable('DOWN', 'Down.'), 503, '1 Count'],
    ['a defect', new Error('Oops'), 500, '1 Count'],
  ])('tell of %s on its one line, by domain and by route', async (_, error, status, errors) => {
    const lines = await request(error && fail(error));

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ message: 'request', status });
    expect(metricsOf(lines[0])).toEqual({
      'Requests by api-keys': '1 Count',
      'Errors by api-keys': errors,
      'Latency by api-keys': milliseconds,
      'Requests by api-keys | POST /v1/things/{thingId}': '1 Count',
      'Errors by api-keys | POST /v1/things/{thingId}': errors,
      'Latency by api-keys | POST /v1/things/{thingId}': milliseconds,
      ...(status === 500 && { 'UnexpectedErrors by Error | api-keys-change-thing': '1 Count' }),
    });
  });

  it('are kept by nothing that a client sends, so that neither their number grows nor a person is told', async () => {
    const sentinel = 'Sentinel-7f3a';
    const sent = {
      method: sentinel,
      path: `/v1/things/${sentinel}`,
      params: { thingId: sentinel },
      query: `q=${sentinel}`,
      headers: { 'user-agent': sentinel, 'x-request-id': sentinel },
      address: sentinel,
    };

    const [line] = await request(undefined, sent);

    expect(line?.method).toBe(sentinel);
    expect(Object.keys(metricsOf(line))).toEqual(Object.keys(metricsOf((await request())[0])));
    expect(JSON.stringify([line?.domain, line?.route])).not.toContain(sentinel);
  });

  it('have room for every route of the product in what a dimension may hold', async () => {
    const triggers = (await discoverFunctions()).map((definition) => definition.trigger);
    const routes = triggers.flatMap((each) => (each.kind === 'http' ? `${each.method} ${each.path}` : []));

    expect(routes.length).toBeGreaterThan(0);
    expect(routes.filter((route) => !/^[ -~]{1,250}$/.test(route))).toEqual([]);
  });
});

describe('the metrics of other work', () => {
  it.each([
    ['completed', () => {}, 1, 0],
    ['failed', fail(new Error('smtp is down')), 0, 1],
  ])('tell of a message that was %s, by queue', async (_, work, completed, failed) => {
    const lines = await message(work);

    expect(lines).toHaveLength(1);
    expect(metricsOf(lines[0])).toEqual({
      'MessagesCompleted by email': `${completed} Count`,
      'MessagesFailed by email': `${failed} Count`,
      'MessagesStalled by email': '0 Count',
      'Duration by email': milliseconds,
      ...(failed > 0 && { 'UnexpectedErrors by Error | tests-endpoint': '1 Count' }),
    });
  });

  it.each([
    ['all is well', () => [true, true, true], '0 Count'],
    ['some failed', () => [true, false, false], '2 Count'],
    ['the work threw', fail(new Error('oops')), '3 Count'],
  ])('tell of the records of a stream when %s, by table', async (_, work, failed) => {
    const lines = await changes(work);

    expect(lines).toHaveLength(1);
    expect(metricsOf(lines[0])).toMatchObject({
      'RecordsHandled by events': '3 Count',
      'RecordsFailed by events': failed,
    });
  });

  it('leave the line of a tick alone, which counts nothing', async () => {
    const lines = await tick(() => {});

    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toHaveProperty('_aws');
  });
});

describe('a business count', () => {
  const started = () => count(sessionsStarted);
  const startedThenFailed = () => {
    started();
    throw new Error('Oops');
  };
  const startedInAll = () => {
    started();
    return [true, true, true];
  };

  it.each([
    ['a request', () => request(started)],
    ['a request that fails after its commit', () => request(startedThenFailed)],
    ['a message', () => message(started)],
    ['a batch of a stream', () => changes(startedInAll)],
    ['a batch that fails', () => changes(startedThenFailed)],
    ['a tick', () => tick(started)],
    ['a tick that fails', () => tick(startedThenFailed)],
  ])('is told on the one line of %s', async (_, invoke) => {
    const lines = await invoke();

    expect(lines).toHaveLength(1);
    expect(metricsOf(lines[0])).toMatchObject({ 'sessions.started by ': '1 Count' });
  });

  it('is summed over its invocation, and apart from every other', async () => {
    const context = (requestId: string) => ({ functionName: 'things', requestId, correlationId: requestId });
    const invoke = (id: string, times: number) =>
      runInContext(context(id), async () => {
        for (let left = times; left > 0; left--) await Promise.resolve(count(usersRegistered, 2));
        logWithMetrics('info', 'done', {});
      });

    const { lines } = await withLogLines(() => Promise.all([invoke('one', 1), invoke('three', 3)]));

    const told = lines.map((line) => [line.requestId, metricsOf(line)['users.registered by ']]);
    expect(told).toEqual([
      ['one', '2 Count'],
      ['three', '6 Count'],
    ]);
  });

  it.each(businessCounts)('of $name writes a line of its own outside an invocation', async (counted) => {
    const { lines } = await withLogLines(() => count(counted));

    expect(lines.map(metricsOf)).toEqual([{ [`${counted.name} by `]: '1 Count' }]);
  });

  it('writes a line of its own when the line of its invocation is out', async () => {
    const context = { functionName: 'things', requestId: 'r1', correlationId: 'r1' };

    const { lines } = await withLogLines(() =>
      runInContext(context, () => {
        logWithMetrics('info', 'request', {});
        started();
      }),
    );

    expect(lines).toMatchObject([{ message: 'request' }, { message: 'count', requestId: 'r1', 'sessions.started': 1 }]);
  });
});

describe('POLYCLINIC_METRICS', () => {
  it('is off on one machine, where nobody makes metrics of the lines, unless it is asked for', () => {
    const settings = localSettings({});

    expect(functionEnvironment(settings, {}).POLYCLINIC_METRICS).toBe('off');
    expect(functionEnvironment(settings, { POLYCLINIC_METRICS: 'on' }).POLYCLINIC_METRICS).toBe('on');
  });

  it('takes the metrics off the line, and the lines that hold nothing else, when it is off', async () => {
    process.env.POLYCLINIC_METRICS = 'off';

    const [line] = await request(() => count(sessionsStarted));
    const { lines } = await withLogLines(() => count(sessionsStarted));

    expect(line).toMatchObject({ route: 'POST /v1/things/{thingId}', status: 204 });
    expect(Object.keys(line ?? {}).filter((key) => /^[A-Z_]|\.|^domain$/.test(key))).toEqual([]);
    expect(lines).toEqual([]);
  });
});

describe('LOG_LEVEL', () => {
  it.each([
    ['error', 1],
    ['silent', 0],
  ])('of %s leaves %d lines that carry metrics, on which alarms stand', async (level, expected) => {
    const { lines } = await withLogLines(() => {
      process.env.LOG_LEVEL = level;
      logWithMetrics('info', 'request', {}, { by: [{ queue: 'email' }], counts: { MessagesCompleted: 1 } });
    });

    expect(lines).toHaveLength(expected);
  });
});
