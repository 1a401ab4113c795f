import { describe, expect, it } from '@jest/globals';
import { gatewayAnswer } from '../../local/gateway-answer.ts';
import { FunctionFailed } from '../../local/host.ts';
import { TimedOut } from '../../local/pending-calls.ts';

const json = { 'content-type': 'application/json' };
const failed = { statusCode: 500, headers: json, body: '{"message":"Internal Server Error"}' };

/** What the gateway answers where the function does this, and what it tells of it. */
async function answered(call: () => Promise<unknown>, milliseconds?: number) {
  const lines: string[] = [];
  const answer = await gatewayAnswer('users-get-user', call, (line) => lines.push(line), milliseconds);
  return { answer, lines };
}

describe('the answer of the gateway', () => {
  it.each<[string, unknown, string]>([
    ['a text', 'hello', 'hello'],
    ['an empty text', '', ''],
    ['null', null, 'null'],
    ['nothing', undefined, 'null'],
    ['zero', 0, '0'],
    ['false', false, 'false'],
    ['a list', [1], '[1]'],
    ['an object', { errorType: 'x' }, '{"errorType":"x"}'],
  ])('is the result itself where that has no status: %s', async (_, result, body) => {
    const { answer } = await answered(async () => result);

    expect(answer).toEqual({ statusCode: 200, headers: json, body });
  });

  it('is the answer of a function that gives a status', async () => {
    const result = { statusCode: 201, headers: { etag: '"1"' }, cookies: ['a=b'], body: 'e30=', isBase64Encoded: true };

    expect((await answered(async () => result)).answer).toEqual(result);
  });

  it.each([
    { statusCode: null },
    { statusCode: '200' },
    { statusCode: 0 },
    { statusCode: 1_000 },
    { statusCode: 200, body: { a: 1 } },
    { statusCode: 200, headers: { a: {} } },
    { statusCode: 200, headers: 'a' },
    { statusCode: 200, cookies: 'a=b' },
  ])('is 500 where the function answers what is none: %j', async (result) => {
    const { answer, lines } = await answered(async () => result);

    expect(answer).toEqual(failed);
    expect(lines).toEqual([expect.stringContaining('users-get-user failed')]);
  });

  it.each<[string, unknown, string]>([
    [
      'throws',
      new FunctionFailed('TypeError', 'no', 'TypeError: no\n    at secret.ts'),
      'TypeError: no\n    at secret.ts',
    ],
    ['throws what is no error', undefined, 'undefined'],
    [
      'takes longer than it may',
      new TimedOut('Task timed out after 15.00 seconds'),
      'Task timed out after 15.00 seconds',
    ],
  ])('is 500 where the function %s, and the log says which one and why', async (_, error, why) => {
    const { answer, lines } = await answered(() => Promise.reject(error));

    expect(answer).toEqual(failed);
    expect(lines).toEqual([`users-get-user failed: ${why}`]);
  });

  it('is 503 where the gateway waits no longer, though the function goes on', async () => {
    const { answer, lines } = await answered(() => new Promise(() => {}), 5);

    expect(answer).toEqual({ statusCode: 503, headers: json, body: '{"message":"Service Unavailable"}' });
    expect(lines).toEqual([expect.stringContaining('users-get-user has not answered within')]);
  });
});
