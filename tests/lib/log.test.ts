import { describe, expect, it } from '@jest/globals';
import { runInContext } from '../../lib/context.ts';
import { NotFound } from '../../lib/errors.ts';
import { log } from '../../lib/log.ts';
import { withLogLines } from '../support/log-lines.ts';

const sentinel = 'Sentinel-7f3a';

async function lineOf(fields: Record<string, unknown>) {
  const { lines } = await withLogLines(() => log.info('something happened', fields));
  return lines[0];
}

describe('a log line', () => {
  it('carries the ids of the invocation under way', async () => {
    const context = { functionName: 'things', requestId: 'request-1', correlationId: 'request-0', actorId: 'person-1' };

    const { lines } = await withLogLines(() => runInContext(context, () => log.warn('slow', { ms: 900 })));

    expect(lines).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        level: 'warn',
        message: 'slow',
        functionName: 'things',
        requestId: 'request-1',
        correlationId: 'request-0',
        userId: 'person-1',
        ms: 900,
      },
    ]);
  });

  it('is written outside an invocation, too', async () => {
    const { lines } = await withLogLines(() => log.info('started'));

    expect(lines).toMatchObject([{ level: 'info', message: 'started' }]);
  });

  it('stays one line, whatever is in it', async () => {
    const line = await lineOf({ userAgent: 'curl\n{"level":"error"}\u2028' });

    expect(line).toMatchObject({ level: 'info', userAgent: 'curl\n{"level":"error"}\u2028' });
  });
});

describe('personal data and secrets in a log line', () => {
  it.each([
    'password',
    'newPassword',
    'passwordHash',
    'passcode',
    'accessToken',
    'refresh_token',
    'Authorization',
    'cookie',
    'set-cookie',
    'apiKey',
    'x-api-key',
    'clientSecret',
    'credentials',
    'email',
    'emailAddress',
    'phone',
    'dateOfBirth',
    'name',
    'firstName',
    'userName',
    'address',
    'street',
    'line1',
    'city',
    'postalCode',
    'allergies',
    'bloodGroup',
    'diagnosis',
    'internalNotes',
    'to',
    'recipient',
    'text',
    'html',
    'content',
  ])('are redacted by the key %s, at any depth', async (key) => {
    const line = await lineOf({ [key]: sentinel, nested: { list: [{ [key]: { deep: sentinel } }] } });

    expect(line?.[key]).toBe('[redacted]');
    expect(JSON.stringify(line)).not.toContain(sentinel);
  });

  it.each(['functionName', 'eventName', 'tableName', 'queueName', 'userId', 'status', 'code', 'attempt', 'template'])(
    'are not suspected behind %s',
    async (key) => {
      const line = await lineOf({ [key]: 'plain' });

      expect(line?.[key]).toBe('plain');
    },
  );
});

describe('an error in a log line', () => {
  it('is told by class, message, code, stack and cause, and not by its data', async () => {
    const cause = Object.assign(new TypeError('inner'), { patient: sentinel });
    const error = new NotFound('THING_NOT_FOUND', 'outer', {
      errors: [{ path: sentinel, message: '', code: '' }],
      cause,
    });

    const line = await lineOf({ error });

    expect(line?.error).toEqual({
      errorName: 'NotFound',
      message: 'outer',
      code: 'THING_NOT_FOUND',
      stack: error.stack,
      cause: { errorName: 'TypeError', message: 'inner', stack: cause.stack },
    });
  });

  it('is told with its several causes', async () => {
    const line = await lineOf({ error: new AggregateError([new Error('first'), new Error('second')], 'both') });

    expect(line?.error).toMatchObject({ message: 'both', errors: [{ message: 'first' }, { message: 'second' }] });
  });

  it('may have a cause that is no error', async () => {
    const line = await lineOf({ error: new Error('outer', { cause: { email: sentinel, status: 500 } }) });

    expect(line?.error).toMatchObject({ cause: { email: '[redacted]', status: 500 } });
  });
});

describe('a value that JSON has no form for', () => {
  const circle: Record<string, unknown> = { kind: 'circle' };
  circle.self = circle;
  const ring = new Error('ring');
  ring.cause = ring;
  const wide: unknown[] = [];
  wide.push(...Array.from({ length: 50 }, () => wide));
  const chain = Array.from({ length: 10_000 }).reduce<Error>((cause) => new Error('link', { cause }), new Error('end'));

  it.each([
    ['a circular structure', circle],
    ['an error that is its own cause', ring],
    ['a long chain of causes', chain],
    ['a structure that holds itself many times', wide],
    ['a bigint', 12n],
    ['a Map', new Map([['email', sentinel]])],
    ['a Set', new Set([sentinel])],
    ['a symbol', Symbol('s')],
    ['a function', () => sentinel],
    ['a date', new Date(0)],
    ['a date that is none', new Date(Number.NaN)],
    ['NaN', Number.NaN],
    ['null', null],
    ['undefined', undefined],
    ['an object without a prototype', Object.create(null)],
    ['a URL', new URL(`https://example.com/?q=${sentinel}`)],
    ['10,000 entries', Array.from({ length: 10_000 }, (_, at) => at)],
    ['bytes', Buffer.from(sentinel.repeat(1_000))],
    ['half a surrogate pair', '\ud800'],
  ])('is logged all the same, and briefly: %s', async (_, value) => {
    const line = await lineOf({ value });

    expect(line).toMatchObject({ message: 'something happened' });
    expect(JSON.stringify(line)).not.toContain(sentinel);
    expect(JSON.stringify(line).length).toBeLessThan(20_000);
  });

  it('is shown where it can be', async () => {
    const line = await lineOf({ big: 12n, at: new Date(0), never: new Date(Number.NaN), bytes: Buffer.alloc(9) });

    expect(line).toMatchObject({
      big: '12',
      at: '1970-01-01T00:00:00.000Z',
      never: null,
      bytes: '[9 bytes]',
    });
  });
});

describe('LOG_LEVEL', () => {
  it.each([
    ['', ['info', 'warn', 'error']],
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['silent', []],
  ])('%j lets through %j', async (level, expected) => {
    const { lines } = await withLogLines(() => {
      process.env.LOG_LEVEL = level;
      for (const write of Object.values(log)) write('something');
    });

    expect(lines.map((line) => line.level)).toEqual(expected);
  });
});
