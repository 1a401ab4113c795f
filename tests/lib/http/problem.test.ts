import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Conflict,
  DomainError,
  Forbidden,
  InvalidInput,
  NotFound,
  RuleViolation,
  StaleVersion,
  TooManyRequests,
  Unauthenticated,
  Unavailable,
} from '../../../lib/errors.ts';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { Refusal } from '../../../lib/http/problem.ts';
import { http } from '../../../lib/http/trigger.ts';
import { createTestStack, lambdaContext, send, testTime } from '../../support/http.ts';

const problems = {
  400: ['THING_FAILED'],
  401: ['THING_FAILED', 'AUTHENTICATION_REQUIRED', 'INVALID_ACCESS_TOKEN'],
  403: ['THING_FAILED'],
  404: ['THING_FAILED', 'THING_NOT_FOUND'],
  409: ['THING_FAILED', 'OUT_OF_STOCK', 'BUSY'],
  412: ['THING_FAILED'],
  418: ['THING_FAILED'],
  422: ['THING_FAILED'],
  429: ['THING_FAILED', 'WAIT'],
  503: ['THING_FAILED', 'DOWN'],
};
const responses = { 204: 'empty' } as const;
const trigger = http({ method: 'GET', path: '/v1/things', allow: 'public', responses, problems, grants: [] });
class Unlisted extends DomainError {}
const secret = 'the connection string of the database';

function answerTo(failure: unknown, fields = {}) {
  const handler = endpoint(
    trigger,
    () => {
      throw failure;
    },
    createTestStack(),
  );
  return send(handler, { headers: { 'x-request-id': 'request-of-a-test' }, ...fields });
}

function answerToBrokenStack(failure: Error) {
  const clock = () => {
    throw failure;
  };
  const handler = endpoint(trigger, () => Promise.reject(new Error('anything')), { ...createTestStack(), clock });
  return send(handler, { headers: { 'x-request-id': 'request-of-a-test' } });
}

describe('an operational error', () => {
  it.each([
    [400, new InvalidInput('THING_FAILED', 'It failed.')],
    [401, new Unauthenticated('THING_FAILED', 'It failed.')],
    [403, new Forbidden('THING_FAILED', 'It failed.')],
    [404, new NotFound('THING_FAILED', 'It failed.')],
    [409, new Conflict('THING_FAILED', 'It failed.')],
    [412, new StaleVersion('THING_FAILED', 'It failed.')],
    [418, new Refusal(418, 'THING_FAILED', 'It failed.')],
    [422, new RuleViolation('THING_FAILED', 'It failed.')],
    [429, new TooManyRequests('THING_FAILED', 'It failed.', { retryAfter: 30 })],
    [503, new Unavailable('THING_FAILED', 'It failed.')],
  ])('answers %i as a problem with all its fields', async (status, error) => {
    const answer = await answerTo(error);

    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(answer.json).toEqual({
      type: 'urn:polyclinic:problem:thing-failed',
      title: 'Thing failed',
      status,
      detail: 'It failed.',
      instance: '/v1/things',
      code: 'THING_FAILED',
      requestId: 'request-of-a-test',
      timestamp: testTime.toISOString(),
    });
  });

  it('carries the errors of its fields', async () => {
    const errors = [{ path: 'items.0.quantity', code: 'too_big', message: 'At most 9.' }];

    const answer = await answerTo(new Conflict('OUT_OF_STOCK', 'Not enough.', { errors }));

    expect(answer.json).toMatchObject({
      errors,
      type: 'urn:polyclinic:problem:out-of-stock',
      title: 'Out of stock',
    });
  });

  it.each([
    ['AUTHENTICATION_REQUIRED', 'Bearer realm="polyclinic"'],
    ['INVALID_ACCESS_TOKEN', 'Bearer realm="polyclinic", error="invalid_token"'],
  ])('challenges on 401 %s', async (code, challenge) => {
    const answer = await answerTo(new Unauthenticated(code, 'No.'));

    expect(answer.headers['www-authenticate']).toBe(challenge);
  });

  it.each([
    ['as the error says', new TooManyRequests('WAIT', 'Wait.', { retryAfter: 30 }), '30'],
    ['rounded up to whole seconds', new TooManyRequests('WAIT', 'Wait.', { retryAfter: 1.2 }), '2'],
    ['at least a second', new TooManyRequests('WAIT', 'Wait.', { retryAfter: 0 }), '1'],
    ['a second where a 429 does not say', new TooManyRequests('WAIT', 'Wait.'), '1'],
    ['a second where a 503 does not say', new Unavailable('DOWN', 'Down.'), '1'],
    ['on a conflict that passes', new Conflict('BUSY', 'Busy.', { retryAfter: 5 }), '5'],
  ])('says when to try again: %s', async (_, error, seconds) => {
    const answer = await answerTo(error);

    expect(answer.headers['retry-after']).toBe(seconds);
  });

  it('has no Retry-After and no challenge where they mean nothing', async () => {
    const answer = await answerTo(new NotFound('THING_NOT_FOUND', 'None.'));

    expect(answer.headers).not.toHaveProperty('retry-after');
    expect(answer.headers).not.toHaveProperty('www-authenticate');
  });

  it('keeps its cause to itself', async () => {
    const answer = await answerTo(new Unavailable('DOWN', 'Down.', { cause: new Error(secret) }));

    expect(JSON.stringify(answer.raw)).not.toContain(secret);
  });
});

describe('an unexpected error', () => {
  const failures: [string, unknown][] = [
    ['an error', new TypeError(secret)],
    ['an error that poses as an HTTP error', Object.assign(new Error(secret), { statusCode: 418, expose: true })],
    ['an error of ours whose class has no status', new Unlisted('THING_FAILED', secret, { retryAfter: 30 })],
    ['an error with a code', Object.assign(new Error(secret), { code: secret })],
    ['a string', secret],
    ['undefined', undefined],
    ['null', null],
    ['an object', { message: secret, statusCode: 404 }],
  ];

  it.each(failures)('answers a bare 500 to %s', async (_, failure) => {
    const answer = await answerTo(failure);

    expect(answer).toMatchObject({ status: 500, json: { code: 'INTERNAL_ERROR', title: 'Internal error' } });
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(JSON.stringify(answer.raw)).not.toContain(secret);
    expect(Object.keys(answer.json)).not.toContain('stack');
    expect(answer.headers).not.toHaveProperty('retry-after');
    expect(answer.lines).toMatchObject([{ level: 'error', status: 500, expected: false }]);
  });

  describe('on a developer’s machine', () => {
    afterEach(() => {
      delete process.env.POLYCLINIC_STAGE;
      delete process.env.POLYCLINIC_SHOW_STACKS;
    });

    it.each([
      ['local', 'on', true],
      ['local', 'off', false],
      ['local', undefined, false],
      // What is left out is no developer's machine, though limits take it for one.
      [undefined, 'on', false],
      ['', 'on', false],
      ['test', 'on', false],
      ['localhost', 'on', false],
      ['Local', 'on', false],
      ['dev', 'on', false],
      ['production', 'on', false],
    ])('shows its stack by both settings alone: stage %s, stacks %s', async (stage, stacks, isShown) => {
      if (stage !== undefined) process.env.POLYCLINIC_STAGE = stage;
      if (stacks !== undefined) process.env.POLYCLINIC_SHOW_STACKS = stacks;
      const failure = new TypeError('the cause of it all');

      const answer = await answerTo(failure);

      expect(answer).toMatchObject({ status: 500, json: { code: 'INTERNAL_ERROR' } });
      expect(answer.json.stack).toBe(isShown ? failure.stack : undefined);
    });

    it('says nothing of a stack where the error has none', async () => {
      process.env.POLYCLINIC_STAGE = 'local';
      process.env.POLYCLINIC_SHOW_STACKS = 'on';
      const failure = Object.assign(new Error(secret), { stack: undefined });

      const answer = await answerTo(failure);

      expect(answer.json).not.toHaveProperty('stack');
    });

    it('shows no stack of an operational error, nor of what is no error', async () => {
      process.env.POLYCLINIC_STAGE = 'local';
      process.env.POLYCLINIC_SHOW_STACKS = 'on';

      const answers = [await answerTo(new Conflict('BUSY', 'Busy.')), await answerTo({ stack: secret })];

      expect(answers.map(({ status, json }) => [status, 'stack' in json])).toEqual([
        [409, false],
        [500, false],
      ]);
    });

    it('answers a bare 500 where the setting is malformed', async () => {
      process.env.POLYCLINIC_STAGE = 'local';
      process.env.POLYCLINIC_SHOW_STACKS = 'yes';

      const answer = await answerTo(new TypeError(secret));

      expect(answer).toMatchObject({ status: 500, json: { code: 'INTERNAL_ERROR' } });
      expect(JSON.stringify(answer.raw)).not.toContain(secret);
    });
  });

  it('is logged whole, with its stack and its cause', async () => {
    const failure = new TypeError('outer', { cause: new Error('inner') });

    const { lines } = await answerTo(failure);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'error',
      status: 500,
      expected: false,
      error: { errorName: 'TypeError', message: 'outer', stack: failure.stack, cause: { message: 'inner' } },
    });
  });
});

describe('an error of the stack itself', () => {
  it('is answered by a bare 500, and logged', async () => {
    const answer = await answerToBrokenStack(new Error(secret));

    expect(answer).toMatchObject({ status: 500, json: { status: 500, code: 'INTERNAL_ERROR' } });
    expect(JSON.stringify(answer.raw)).not.toContain(secret);
    expect(answer.lines).toMatchObject([{ level: 'error', error: { message: secret } }]);
  });

  it('has the headers of every other answer, and names the request', async () => {
    const answer = await answerToBrokenStack(new Error(secret));

    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': 'request-of-a-test',
    });
    expect(answer.json).toMatchObject({ requestId: 'request-of-a-test', instance: '/v1/things' });
  });

  it('says no more of one that poses as an HTTP error', async () => {
    const posing = Object.assign(new Error(secret), { statusCode: 418, expose: true, headers: { secret } });

    const answer = await answerToBrokenStack(posing);

    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.raw)).not.toContain(secret);
  });
});

describe('a request that takes too long', () => {
  it('answers 503 just before the function would be stopped', async () => {
    const handler = endpoint(trigger, () => new Promise<void>(() => undefined), createTestStack());

    const answer = await send(handler, {}, lambdaContext({ milliseconds: 20 }));

    expect(answer).toMatchObject({ status: 503, json: { code: 'TIMED_OUT' }, headers: { 'retry-after': '1' } });
    expect(answer.lines).toMatchObject([{ level: 'error', status: 503 }]);
  });
});
