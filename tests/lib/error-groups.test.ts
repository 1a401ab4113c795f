import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ScheduledEvent } from 'aws-lambda';
import * as z from 'zod';
import { discoverFunctions } from '../../infra/functions.ts';
import { runInContext } from '../../lib/context.ts';
import { logUnexpected } from '../../lib/error-groups.ts';
import { Conflict, NotFound, Unavailable } from '../../lib/errors.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { http } from '../../lib/http/trigger.ts';
import { AlreadyDone, Park, Retry } from '../../lib/messaging/decisions.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { worker } from '../../lib/messaging/worker.ts';
import { count } from '../../lib/metrics.ts';
import { scheduleHandler } from '../../lib/schedules/handler.ts';
import { schedule } from '../../lib/schedules/trigger.ts';
import { schema } from '../../lib/schemas.ts';
import { streamHandler } from '../../lib/streams/handler.ts';
import { stream } from '../../lib/streams/trigger.ts';
import { metricsOf } from '../support/embedded-metrics.ts';
import { streamEventOf } from '../support/events.ts';
import { createTestStack, invokeOn, lambdaContext, send } from '../support/http.ts';
import { type LogLine, withLogLines } from '../support/log-lines.ts';
import { createFakeTools, deliver } from '../support/queue.ts';

const before = process.env.POLYCLINIC_METRICS;
beforeEach(() => {
  delete process.env.POLYCLINIC_METRICS;
});
afterEach(() => {
  if (before !== undefined) process.env.POLYCLINIC_METRICS = before;
});

const contextOf = (name: string) => lambdaContext({ functionName: `polyclinic-prod-${name}` });
const trigger = http({
  method: 'GET',
  path: '/v1/things',
  allow: 'public',
  responses: { 204: 'empty' },
  problems: { 404: ['THING_NOT_FOUND'], 409: ['TAKEN'], 503: ['DOWN'] },
  grants: [],
});

/** The lines of each kind of work when it throws `error`. */
const works = {
  request: async (error: unknown) => {
    const handler = endpoint(trigger, () => Promise.reject(error), createTestStack());
    return (await send(handler, {}, contextOf('users-get-user'))).lines;
  },
  message: async (error: unknown, options: Parameters<typeof createFakeTools>[0] = {}) => {
    const emails = queue({ queue: 'email', message: schema(() => z.object({})), grants: [] });
    const handler = worker(emails, () => Promise.reject(error), createFakeTools(options).tools);
    return (await deliver(handler, [{}], contextOf('notifications-send-email'))).lines;
  },
  batch: async (error: unknown) => {
    const events = stream({ table: 'events', changes: ['INSERT'], batchSize: 9, grants: [] });
    const handler = streamHandler(events, () => Promise.reject(error));
    const work = () => handler(streamEventOf([{ pk: 'a', sk: 'a' }]), contextOf('queues-dispatch-events'));
    return (await withLogLines(() => Promise.allSettled([work()]))).lines;
  },
  tick: async (error: unknown) => {
    const handler = scheduleHandler(schedule({ rate: 'rate(1 minute)', grants: [] }), () => Promise.reject(error));
    const work = () => handler({} as ScheduledEvent, contextOf('queues-sweep-events'));
    return (await withLogLines(() => Promise.allSettled([work()]))).lines;
  },
};

/** The groups that lines count, as CloudWatch reads them: `<kind> | <place>`, with how many there are of each. */
function groupsIn(lines: readonly LogLine[]): Record<string, string> {
  const metrics = lines.filter((line) => '_aws' in line).flatMap((line) => Object.entries(metricsOf(line)));
  const groups = metrics.filter(([name]) => name.startsWith('UnexpectedErrors by '));
  return Object.fromEntries(groups.map(([name, value]) => [name.replace('UnexpectedErrors by ', ''), value]));
}

describe('an error that nobody foresaw', () => {
  it.each([
    ['request', 'users-get-user'],
    ['message', 'notifications-send-email'],
    ['batch', 'queues-dispatch-events'],
    ['tick', 'queues-sweep-events'],
  ] as const)('of a %s is counted on its one line, by its kind and its place', async (work, place) => {
    const lines = await works[work](new TypeError('oops'));

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'error', error: { errorName: 'TypeError', message: 'oops' } });
    expect(groupsIn(lines)).toEqual({ [`TypeError | ${place}`]: '1 Count' });
  });

  it('of which only the log hears has a line of its own, and what failed is part of its place', async () => {
    const lines = await works.message(new Retry('LEASE_HELD', 'Later.', { afterSeconds: 9 }), { broken: ['keep'] });

    expect(lines.map(({ message }) => message)).toEqual(['failure not kept', 'message']);
    expect(groupsIn(lines)).toEqual({ 'Error | notifications-send-email: failure not kept': '1 Count' });
  });

  it('leaves what its invocation has counted to the line of the invocation', async () => {
    const context = { functionName: 'things', requestId: 'r1', correlationId: 'r1' };

    const { lines } = await withLogLines(() =>
      runInContext(context, () => {
        count({ name: 'things.made' });
        logUnexpected('thing not shown', { error: new RangeError('oops') });
      }),
    );

    expect(lines.map(metricsOf)).toEqual([{ 'UnexpectedErrors by RangeError | things: thing not shown': '1 Count' }]);
  });

  it('of the stack itself is counted, though no request could be read', async () => {
    const handler = endpoint(trigger, () => undefined, createTestStack());

    const { lines } = await withLogLines(() => invokeOn(handler, null));

    expect(lines).toHaveLength(1);
    expect(groupsIn(lines)).toEqual({ 'TypeError | tests-endpoint: error outside of the stack': '1 Count' });
  });

  it('is counted outside of an invocation, and without an error', async () => {
    const { lines } = await withLogLines(() => logUnexpected('thing lost', { reason: 'too long' }));

    expect(lines).toMatchObject([{ level: 'error', message: 'thing lost', reason: 'too long' }]);
    expect(groupsIn(lines)).toEqual({ 'Error | outside of an invocation: thing lost': '1 Count' });
  });
});

describe('what was foreseen', () => {
  it.each([
    ['a conflict', new Conflict('TAKEN', 'Taken.'), works.request],
    ['what is absent', new NotFound('THING_NOT_FOUND', 'None.'), works.request],
    ['a dependency that is down', new Unavailable('DOWN', 'Down.'), works.request],
    ['a message that comes too early', new Retry('LEASE_HELD', 'Later.', { afterSeconds: 9 }), works.message],
    ['a message that came twice', new AlreadyDone(), works.message],
    ['a message that somebody has to decide about', new Park('ADDRESS_REJECTED', 'No.'), works.message],
  ])('is in no group: %s', async (_, error, work) => {
    const lines = await work(error);

    expect(lines).toHaveLength(1);
    expect(groupsIn(lines)).toEqual({});
  });
});

describe('the kind of an error', () => {
  const withFields = (fields: object) => Object.assign(new Error('oops'), fields);

  it.each([
    ['the code of Node', withFields({ code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['a code of ours, whatever a bundle calls its class', new Unavailable('DATABASE_DOWN', 'Down.'), 'DATABASE_DOWN'],
    ['the name of a service of AWS', withFields({ name: 'AccessDeniedException' }), 'AccessDeniedException'],
    ['the name of S3', withFields({ name: 'NoSuchKey', code: undefined }), 'NoSuchKey'],
    ['a name of ours', withFields({ name: 'MalformedItem' }), 'MalformedItem'],
    ['the name of a schema’s error', z.int().safeParse('1').error, 'ZodError'],
    ['a code that is a number, which leaves the name', withFields({ name: 'RangeError', code: 7 }), 'RangeError'],
    ['what a bundle made of a name', withFields({ name: 'tQ' }), 'Error'],
    ['no error at all', 'oops', 'Error'],
    ['nothing', undefined, 'Error'],
  ])('is %s', async (_, error, kind) => {
    expect(Object.keys(groupsIn(await works.tick(error)))).toEqual([`${kind} | queues-sweep-events`]);
  });

  it.each([
    'Sentinel-7f3a',
    'Sentinel',
    'sentinel@example.org',
    'Sentinel Lovelace',
    'SENTINEL',
    'SENTINEL_19800101',
    `Sentinel${'Very'.repeat(20)}LongError`,
    `SENTINEL${'_VERY'.repeat(20)}_LONG`,
    '019a0000-0000-7000-8000-0000000000a1',
    'Sentinel\nError',
    '',
  ])('is nothing that somebody sent: %j', async (sent) => {
    for (const error of [withFields({ name: sent }), withFields({ code: sent }), withFields({ message: sent })])
      for (const work of Object.values(works))
        expect(Object.keys(groupsIn(await work(error)))).toEqual([expect.stringMatching(/^Error \| [a-z-]+$/)]);
  });
});

describe('the place of an error', () => {
  it('has room in what a dimension may hold, whatever the function', async () => {
    const names = (await discoverFunctions()).map(({ name }) => name);

    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !/^[a-z][a-z0-9-]{0,99}$/.test(name))).toEqual([]);
  });
});
