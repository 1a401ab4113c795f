import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { answerLanguage } from '../../../lib/accepted-language.ts';
import { NotFound } from '../../../lib/errors.ts';
import { cookie } from '../../../lib/http/cookies.ts';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { bare, http } from '../../../lib/http/trigger.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestStack, send } from '../../support/http.ts';

const thing = schema(() => z.object({ id: z.string(), owner: z.object({ name: z.string() }).optional() }));
const text = schema(() => z.string());
const fields = { method: 'POST', path: '/v1/things', allow: 'public', grants: [] } as const;
const stack = createTestStack();

describe('a success', () => {
  it.each([
    [200, http({ ...fields, responses: { 200: thing } })],
    [201, http({ ...fields, responses: { 201: thing } })],
    [202, http({ ...fields, responses: { 202: thing } })],
  ])('answers %i with the result as data', async (status, trigger) => {
    const answer = await send(endpoint(trigger, () => ({ id: 'a' }), stack));

    expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/json' } });
    expect(answer.text).toBe('{"data":{"id":"a"}}');
  });

  it('answers 204 with no body and no content type', async () => {
    const trigger = http({ ...fields, responses: { 204: 'empty' } });

    const answer = await send(endpoint(trigger, () => undefined, stack));

    expect(answer.raw).toMatchObject({ statusCode: 204 });
    expect(answer.raw).not.toHaveProperty('body');
    expect(answer.headers).not.toHaveProperty('content-type');
  });

  it('tells nothing that a handler of a 204 gave back', async () => {
    const trigger = http({ ...fields, responses: { 204: 'empty' } });

    const answer = await send(endpoint(trigger, (() => ({ leaked: true })) as () => void, stack));

    expect(answer.text).toBe('');
  });

  it('answers 202 with no body where there is nothing to say', async () => {
    const trigger = http({ ...fields, responses: { 202: 'empty' } });

    const answer = await send(endpoint(trigger, () => undefined, stack));

    expect(answer).toMatchObject({ status: 202, text: '' });
  });

  it('says where the created is', async () => {
    const trigger = http({ ...fields, responses: { 201: thing }, location: ({ id }) => `/v1/things/${id}` });

    const answer = await send(endpoint(trigger, async () => ({ id: 'a' }), stack));

    expect(answer.headers.location).toBe('/v1/things/a');
  });

  it.each([
    ['de-AT', 'de'],
    ['fr', 'en'],
    [undefined, 'en'],
  ])(
    'says in which language it is, where the request chooses it, and that others may get another: %s',
    async (asked, is) => {
      const trigger = http({ ...fields, responses: { 200: thing }, acceptsLanguage: answerLanguage });
      const headers = asked === undefined ? {} : { 'accept-language': asked };

      const answer = await send(
        endpoint(trigger, () => ({ id: 'a' }), stack),
        { headers },
      );

      expect(answer.headers).toMatchObject({ vary: 'accept-encoding, accept-language', 'content-language': is });
    },
  );

  it('says nothing of a language by which mails alone are chosen', async () => {
    const trigger = http({ ...fields, responses: { 200: thing }, acceptsLanguage: 'for-mails' });

    const answer = await send(
      endpoint(trigger, () => ({ id: 'a' }), stack),
      { headers: { 'accept-language': 'de' } },
    );

    expect(answer.headers.vary).toBe('accept-encoding');
    expect(answer.headers).not.toHaveProperty('content-language');
  });

  it('answers a bare document as it is, with its own content type', async () => {
    const trigger = http({
      ...fields,
      responses: {
        200: bare(
          'application/jwk-set+json',
          schema(() => z.object({ keys: z.array(z.string()) })),
        ),
      },
    });

    const answer = await send(endpoint(trigger, () => ({ keys: [] }), stack));

    expect(answer).toMatchObject({ headers: { 'content-type': 'application/jwk-set+json' }, text: '{"keys":[]}' });
  });

  it('answers a bare text as it is, and says how it is encoded', async () => {
    const trigger = http({ ...fields, responses: { 200: bare('text/calendar', text) } });

    const answer = await send(endpoint(trigger, () => 'BEGIN:VCALENDAR\r\nSUMMARY:"Ä"\r\n', stack));

    expect(answer).toMatchObject({
      headers: { 'content-type': 'text/calendar; charset=utf-8' },
      text: 'BEGIN:VCALENDAR\r\nSUMMARY:"Ä"\r\n',
    });
  });

  it('compresses a long text, where the client takes that', async () => {
    const trigger = http({ ...fields, responses: { 200: bare('text/calendar', text) } });
    const long = 'SUMMARY:Visit\r\n'.repeat(500);

    const answer = await send(
      endpoint(trigger, () => long, stack),
      { headers: { 'accept-encoding': 'gzip' } },
    );

    expect(answer).toMatchObject({
      headers: { 'content-type': 'text/calendar; charset=utf-8', 'content-encoding': 'gzip' },
      text: long,
    });
  });

  it('is a 500 of ours where a text is to be answered and there is none', async () => {
    const trigger = http({ ...fields, responses: { 200: bare('text/calendar', text) } });

    const answer = await send(endpoint(trigger, (() => ({ id: 'a' })) as unknown as () => string, stack));

    expect(answer).toMatchObject({ status: 500, json: { code: 'INTERNAL_ERROR' } });
  });

  it('is not kept by anyone unless the route says so', async () => {
    const personal = http({ ...fields, responses: { 200: thing } });
    const shared = http({ ...personal, cacheControl: 'public, max-age=60' });

    const answers = [
      await send(endpoint(personal, () => ({ id: 'a' }), stack)),
      await send(endpoint(shared, () => ({ id: 'a' }), stack)),
    ];

    expect(answers.map(({ headers }) => headers['cache-control'])).toEqual(['no-store', 'public, max-age=60']);
  });

  it('works for a handler that is not async', async () => {
    const trigger = http({ ...fields, responses: { 200: thing } });

    const answer = await send(endpoint(trigger, () => ({ id: 'a' }), stack));

    expect(answer.status).toBe(200);
  });
});

describe('a result that decides on its status', () => {
  const trigger = http({
    ...fields,
    responses: { 200: thing },
    statusOf: ({ id }) => (id === 'down' ? 503 : 200),
  });

  it.each([
    ['up', 200, { level: 'info' }],
    ['down', 503, { level: 'error', expected: true }],
  ])('is shown with either: %s', async (id, status, line) => {
    const answer = await send(endpoint(trigger, () => ({ id }), stack));

    expect(answer).toMatchObject({ status, json: { data: { id } }, lines: [{ ...line, status }] });
  });
});

describe('the result on its way out', () => {
  const trigger = http({ ...fields, responses: { 200: thing } });

  it('loses the fields that the schema does not name, at any depth', async () => {
    const stored = { id: 'a', passwordHash: 'x', owner: { name: 'Ada', internalNotes: 'x' } };

    const answer = await send(endpoint(trigger, () => stored, stack));

    expect(answer.json).toEqual({ data: { id: 'a', owner: { name: 'Ada' } } });
  });

  it.each([
    ['a missing field', {}],
    ['a wrong type', { id: 1 }],
    ['nothing', undefined],
    ['null', null],
  ])('is a 500 of ours, logged, when it has the wrong shape: %s', async (_, result) => {
    const answer = await send(endpoint(trigger, () => result as { id: string }, stack));

    expect(answer).toMatchObject({ status: 500, json: { code: 'INTERNAL_ERROR' } });
    expect(answer.json).not.toHaveProperty('errors');
    expect(answer.lines).toMatchObject([{ level: 'error', error: { errorName: 'ZodError' } }]);
  });
});

describe('cookies', () => {
  const trigger = http({
    ...fields,
    responses: { 204: 'empty' },
    problems: { 404: ['SESSION_NOT_FOUND'] },
    cookies: { sets: { 204: ['polyclinic_refresh', 'first', 'second'] }, clears: { 404: ['polyclinic_refresh'] } },
  });
  const session = cookie('polyclinic_refresh', 'abc', { path: '/v1/auth', maxAge: 60 });

  it('are HttpOnly, Secure and SameSite=Strict', () => {
    expect(session).toBe('polyclinic_refresh=abc; Path=/v1/auth; Max-Age=60; HttpOnly; Secure; SameSite=Strict');
  });

  it('leave with a success', async () => {
    const handler = endpoint(
      trigger,
      ({ setCookie }) => {
        setCookie(session);
        setCookie('second=1');
      },
      stack,
    );

    const answer = await send(handler);

    expect(answer).toMatchObject({ status: 204, cookies: [session, 'second=1'] });
  });

  it('leave with a problem, so that a dead one can be cleared', async () => {
    const cleared = cookie('polyclinic_refresh', '', { path: '/v1/auth', maxAge: 0 });
    const handler = endpoint(
      trigger,
      ({ setCookie }) => {
        setCookie(cleared);
        throw new NotFound('SESSION_NOT_FOUND', 'There is no such session.');
      },
      stack,
    );

    const answer = await send(handler);

    expect(answer).toMatchObject({ status: 404, cookies: [cleared] });
  });

  it('of one request do not reach the next', async () => {
    const handler = endpoint(
      trigger,
      ({ request, setCookie }) => {
        if (request.headers.first) setCookie('first=1');
      },
      stack,
    );

    await send(handler, { headers: { first: 'yes' } });
    const answer = await send(handler);

    expect(answer.cookies).toEqual([]);
  });
});
