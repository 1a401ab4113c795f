import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { http } from '../../../lib/http/trigger.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestStack, send } from '../../support/http.ts';

const trigger = http({
  method: 'GET',
  path: '/v1/things',
  allow: 'public',
  responses: { 200: schema(() => z.string()) },
  grants: [],
});
const large = 'Łódź 🩺 '.repeat(500);
const ofText = (text: string) => endpoint(trigger, () => text, createTestStack());
const get = (accepted: string | undefined, text = large) =>
  send(ofText(text), accepted === undefined ? {} : { headers: { 'accept-encoding': accepted } });

describe('compression', () => {
  it.each([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['gzip, br', 'br'],
    ['GZIP;Q=1.0', 'gzip'],
    ['br;q=0.1, gzip;q=0.9', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br; q=0.5 , gzip; q=0.5', 'br'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['identity;q=0, *;q=0.1', 'br'],
    ['identity;q=0, gzip', 'gzip'],
    ['identity, gzip', 'gzip'],
    ['identity;q=0.5, gzip;q=0.5', 'gzip'],
    ['x-gzip', 'gzip'],
    ['*;q=0.5, identity;q=0', 'br'],
  ])('takes the best coding of %s: %s', async (accepted, coding) => {
    const answer = await get(accepted);

    expect(answer.headers['content-encoding']).toBe(coding);
    expect(answer.raw.isBase64Encoded).toBe(true);
    expect(answer.json).toEqual({ data: large });
  });

  it.each([
    undefined,
    '',
    'identity',
    'deflate',
    '*;q=0',
    'br;q=0',
    'gzip;q=0, br;q=0',
    'br;q=x',
    'identity, br;q=0.9, gzip;q=0.5',
    'identity, *;q=0.5',
    'identity;q=0, *;q=0',
    ', ;q=1,,',
    'brotli',
  ])('leaves the body alone for %j', async (accepted) => {
    const answer = await get(accepted);

    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(answer.raw.isBase64Encoded).toBeFalsy();
    expect(answer.json).toEqual({ data: large });
  });

  it('leaves a body under a kilobyte alone', async () => {
    const justUnder = await get('br', 'x'.repeat(1_012));
    const justOver = await get('br', 'x'.repeat(1_013));

    expect(justUnder.headers).not.toHaveProperty('content-encoding');
    expect(justOver.headers['content-encoding']).toBe('br');
  });

  it('makes the body smaller', async () => {
    const answer = await get('gzip');

    expect((answer.raw.body ?? '').length).toBeLessThan(Buffer.byteLength(large) / 10);
  });

  it.each([
    ['packed', 'br', large],
    ['not packed', 'identity', large],
    ['small', 'br', 'x'],
  ])('says that the answer varies, %s or not', async (_, accepted, text) => {
    const answer = await get(accepted, text);

    expect(answer.headers.vary).toBe('accept-encoding');
  });
});
