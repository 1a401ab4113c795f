import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { Conflict, NotFound } from '../../lib/errors.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { pageOf } from '../../lib/http/page.ts';
import { bare, http } from '../../lib/http/trigger.ts';
import { schema } from '../../lib/schemas.ts';
import { type DocumentedAnswer, requireDocumented } from '../support/documented.ts';
import { createTestStack, invoke, send } from '../support/http.ts';

const thing = schema(() => z.object({ name: z.string() }));
const fields = { method: 'GET', path: '/v1/things', allow: 'public', grants: [] } as const;
const read = http({ ...fields, responses: { 200: thing }, versioned: true, problems: { 404: ['THING_NOT_FOUND'] } });
const list = http({ ...fields, responses: { 200: pageOf(thing) } });
const keys = http({ ...fields, responses: { 200: bare('application/jwk-set+json', thing) } });
const calendar = http({
  ...fields,
  responses: {
    200: bare(
      'text/calendar',
      schema(() => z.string().startsWith('BEGIN')),
    ),
  },
});
const remove = http({ ...fields, method: 'DELETE', responses: { 204: 'empty' } });
const signIn = http({
  ...fields,
  responses: { 204: 'empty' },
  cookies: { sets: { 204: ['session'] }, clears: { 400: ['session'] } },
});
const page = http({ ...fields, responses: { 200: 'asset' }, assets: ['docs.html'] });

const json = { 'content-type': 'application/json' };
const problem = { 'content-type': 'application/problem+json' };
const problemFields = { type: 'urn:x', title: 'X', detail: 'x', instance: '/', requestId: 'x', timestamp: 'x' };

function answerOf(status: number, headers: Record<string, string>, body?: Record<string, unknown>): DocumentedAnswer {
  return {
    status,
    headers,
    cookies: [],
    text: body ? JSON.stringify(body) : '',
    json: body as Record<string, unknown>,
  };
}

const problemOf = (status: number, code: string, headers = problem) =>
  answerOf(status, headers, { ...problemFields, status, code });

describe('an answer of the test stack', () => {
  it.each([
    ['its success', read, answerOf(200, json, { data: { name: 'Ada' } })],
    ['not modified', read, answerOf(304, {})],
    ['a page', list, answerOf(200, json, { data: [{ name: 'Ada' }], meta: { limit: 20, nextCursor: 'x' } })],
    ['a bare document', keys, answerOf(200, { 'content-type': 'application/jwk-set+json' }, { name: 'Ada' })],
    ['a bare text', calendar, { ...answerOf(200, { 'content-type': 'text/calendar; charset=utf-8' }), text: 'BEGIN' }],
    ['nothing', remove, answerOf(204, {})],
    ['a cookie that it sets', signIn, { ...answerOf(204, {}), cookies: ['session=x; Secure'] }],
    ['a cookie that it deletes', signIn, { ...problemOf(400, 'VALIDATION_FAILED'), cookies: ['session=; Max-Age=0'] }],
    ['a file', page, answerOf(200, { 'content-type': 'text/html; charset=utf-8' })],
    ['a file that the client has', page, answerOf(304, {})],
    ['a problem of its own', read, problemOf(404, 'THING_NOT_FOUND')],
    ['a problem that its shape implies', read, problemOf(400, 'VALIDATION_FAILED')],
  ])('passes where the document of its route has it: %s', (_, trigger, answer) => {
    expect(() => requireDocumented(trigger, answer)).not.toThrow();
  });

  it.each([
    ['another success', read, answerOf(201, json, { data: { name: 'Ada' } }), '201'],
    [
      'another content type',
      read,
      answerOf(200, problem, { data: { name: 'Ada' } }),
      '200 as application/problem+json',
    ],
    ['another field', read, answerOf(200, json, { data: { name: 'Ada', hash: 'x' } }), '200 with a body'],
    ['a field that lacks', read, answerOf(200, json, { data: {} }), '200 with a body of another shape'],
    ['no envelope', read, answerOf(200, json, { name: 'Ada' }), '200 with a body of another shape'],
    [
      'another field of a page',
      list,
      answerOf(200, json, { data: [], meta: { limit: 20, next: '' } }),
      '200 with a body',
    ],
    ['a body beside 304', read, answerOf(304, {}, { data: { name: 'Ada' } }), '304 with a body'],
    ['not modified, where there is no version', list, answerOf(304, {}), '304'],
    ['not modified, after a change', remove, answerOf(304, {}), '304'],
    [
      'a text of another shape',
      calendar,
      { ...answerOf(200, { 'content-type': 'text/calendar' }), text: 'x' },
      '200 with a body of another shape',
    ],
    ['a body beside 204', remove, answerOf(204, json, { data: null }), '204 as application/json'],
    ['a file of another type', page, answerOf(200, { 'content-type': 'text/css' }), '200 as text/css'],
    [
      'another header',
      read,
      answerOf(200, { ...json, 'x-page': '1' }, { data: { name: 'Ada' } }),
      '200 with the header x-page',
    ],
    ['another cookie', signIn, { ...answerOf(204, {}), cookies: ['other=x'] }, '204 with the cookie other=x'],
    [
      'a cookie set beside a problem',
      signIn,
      { ...problemOf(400, 'VALIDATION_FAILED'), cookies: ['session=x'] },
      '400 with',
    ],
    ['a cookie deleted by a success', signIn, { ...answerOf(204, {}), cookies: ['session='] }, '204 with the cookie'],
    ['an unknown code', read, problemOf(404, 'USER_NOT_FOUND'), '404 USER_NOT_FOUND'],
    ['a code with another status', read, problemOf(409, 'THING_NOT_FOUND'), '409 THING_NOT_FOUND'],
    ['a problem that is none', read, problemOf(404, 'THING_NOT_FOUND', json), '404'],
    [
      'a problem that lacks a field',
      read,
      answerOf(404, problem, { code: 'THING_NOT_FOUND' }),
      '404 THING_NOT_FOUND without',
    ],
  ])('fails where the document of its route lacks it: %s', (_, trigger, answer, lacking) => {
    expect(() => requireDocumented(trigger, answer)).toThrow(`${trigger.method} /v1/things answered ${lacking}`);
  });

  it.each([
    ['one after another', send],
    ['many at once', invoke],
  ])('is held to it by whoever sends %s', async (_, ask) => {
    const handler = endpoint(read, () => Promise.reject(new Conflict('THING_TAKEN', 'Taken.')), createTestStack());
    const documented = endpoint(
      read,
      () => Promise.reject(new NotFound('THING_NOT_FOUND', 'None.')),
      createTestStack(),
    );

    await expect(ask(handler)).rejects.toThrow('GET /v1/things answered 409 THING_TAKEN, which its document lacks');
    await expect(ask(documented)).resolves.toMatchObject({ status: 404 });
  });
});
