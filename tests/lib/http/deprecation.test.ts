import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { http } from '../../../lib/http/trigger.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestStack, invokeOn, send } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';

const id = '019a0000-0000-7000-8000-00000000c001';
const trigger = http({
  method: 'GET',
  path: '/v1/things/{thingId}',
  allow: 'public',
  params: schema(() => z.object({ thingId: z.string() })),
  query: schema(() => z.strictObject({ fail: z.enum(['true', 'false']).optional() })),
  responses: { 200: schema(() => z.object({ version: z.int() })) },
  versioned: true,
  deprecated: { since: '2026-12-01', sunset: '2027-06-01', successor: '/v2/things/{thingId}' },
  grants: [],
});
const asked = { path: `/v1/things/${id}`, params: { thingId: id } };
const endsInJune = { deprecation: '@1796083200', sunset: 'Tue, 01 Jun 2027 00:00:00 GMT' };

function answerThing({ query }: { query: { fail?: string | undefined } }) {
  if (query.fail === 'true') throw new Error('unexpected');
  return { version: 3 };
}

describe('the end of a deprecated route', () => {
  it.each([
    [200, {}],
    [304, { headers: { 'if-none-match': '"3"' } }],
    [400, { query: 'unknown=1' }],
    [500, { query: 'fail=true' }],
  ])('stands on a %i', async (status, fields) => {
    const answer = await send(endpoint(trigger, answerThing, createTestStack()), { ...asked, ...fields });

    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ ...endsInJune, link: `</v2/things/${id}>; rel="successor-version"` });
  });

  it('stands on an answer to what could not be read, whose successor nobody knows', async () => {
    const handler = endpoint(trigger, answerThing, createTestStack());

    const { result } = await withLogLines(() => invokeOn(handler, undefined));

    expect(result).toMatchObject({ status: 500, headers: endsInJune });
    expect(result.headers).not.toHaveProperty('link');
  });

  it('stands on the bare answer to an error of the stack itself', async () => {
    const brokenClock = () => {
      throw new Error('no time');
    };
    const handler = endpoint(trigger, answerThing, { ...createTestStack(), clock: brokenClock });

    const answer = await send(handler, { ...asked, query: 'fail=true' });

    expect(answer.status).toBe(500);
    expect(answer.headers).toMatchObject({ ...endsInJune, link: `</v2/things/${id}>; rel="successor-version"` });
  });

  it('is escaped in the path of the successor', async () => {
    const fields = { ...asked, params: { thingId: 'a>; rel="x"' } };

    const { headers } = await send(endpoint(trigger, answerThing, createTestStack()), fields);

    expect(headers.link).toBe('</v2/things/a%3E%3B%20rel%3D%22x%22>; rel="successor-version"');
  });

  it('names no successor where there is none, and is nothing on any other route', async () => {
    const { successor: _, ...alone } = trigger.deprecated ?? { since: '', sunset: '' };
    const { deprecated: __, ...current } = trigger;

    const [ending, lasting] = await Promise.all([
      send(endpoint({ ...trigger, deprecated: alone }, answerThing, createTestStack()), asked),
      send(endpoint(current, answerThing, createTestStack()), asked),
    ]);

    expect(ending.headers).toMatchObject(endsInJune);
    expect(ending.headers).not.toHaveProperty('link');
    expect(Object.keys(lasting.headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(deprecation|sunset|link)$/)]),
    );
  });
});
