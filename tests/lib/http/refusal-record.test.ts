import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import type { Caller } from '../../../lib/access/caller.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { Conflict, Forbidden, NotFound, Unauthenticated } from '../../../lib/errors.ts';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { createRefusalRecord } from '../../../lib/http/refusal-record.ts';
import { type Allow, http } from '../../../lib/http/trigger.ts';
import { schema } from '../../../lib/schemas.ts';
import { metricsOf } from '../../support/embedded-metrics.ts';
import { createTestCaller, createTestStack, lambdaContext, type RequestFields, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

let database: MemoryDatabase;

beforeEach(() => {
  database = createMemoryDatabase();
});

const caller = createTestCaller();
const hidden = new NotFound('USER_NOT_FOUND', 'There is no such person.', { refused: true });

const problems = {
  401: ['INVALID_CREDENTIALS'],
  403: ['FORBIDDEN', 'EMAIL_NOT_VERIFIED'],
  404: ['USER_NOT_FOUND'],
  409: ['TAKEN'],
};

interface Attempt {
  /** Nobody, where it is null. */
  readonly who?: Caller | null;
  readonly allow?: Allow;
  readonly failure?: Error;
  readonly fields?: RequestFields;
}

/** Sends a request that fails so through the stack of all endpoints. */
function attempt({ who = caller, allow = 'signed-in', failure, fields = {} }: Attempt) {
  const params = schema(() => z.object({ userId: z.string() }));
  const path = '/v1/users/{userId}';
  const trigger = http({
    method: 'GET',
    path,
    params,
    allow,
    responses: { 200: schema(() => z.string()) },
    problems,
    grants: [],
  });
  const recordRefusal = createRefusalRecord(createTestPlatform(database));
  const stack = { ...createTestStack(who ? { caller: who } : {}), recordRefusal };
  const handler = endpoint(
    trigger,
    () => {
      if (failure) throw failure;
      return 'fine';
    },
    stack,
  );
  const request = { path: '/v1/users/u2', params: { userId: 'u2' }, ...fields };
  return send(handler, request, lambdaContext({ functionName: 'users-get-user' }));
}

const refusal = (overrides: object) => ({
  action: 'request.refused',
  outcome: 'refused',
  actorId: caller.userId,
  subject: '/v1/users/u2',
  address: '203.0.113.7',
  details: { route: 'GET /v1/users/{userId}', code: 'USER_NOT_FOUND' },
  ...overrides,
});

describe('a refusal to somebody who is signed in', () => {
  it('is an entry of the audit: who, what, from where, by which request and why', async () => {
    const answer = await attempt({ failure: hidden });

    expect(answer.status).toBe(404);
    expect(database.itemsOf('audit')).toMatchObject([refusal({ requestId: answer.headers['x-request-id'] })]);
    expect(answer.lines.at(-1)).not.toHaveProperty(['requests.refused']);
  });

  it('is counted on the line of the request, apart from those to strangers', async () => {
    const refused = await attempt({ failure: hidden });
    const absent = await attempt({ failure: new NotFound('USER_NOT_FOUND', 'There is no such person.') });

    expect(refused.lines).toHaveLength(1);
    expect(metricsOf(refused.lines[0])).toMatchObject({ 'callers.refused by ': '1 Count' });
    expect(absent.lines[0]).not.toHaveProperty(['callers.refused']);
  });

  it.each<[string, Attempt, string]>([
    ['a role lacks the permission', { allow: ['users:manage'] }, 'PERMISSION_DENIED'],
    ['the service refuses it', { failure: new Forbidden('EMAIL_NOT_VERIFIED', 'Verify first.') }, 'EMAIL_NOT_VERIFIED'],
    [
      'a program asks for what is for people',
      { who: { kind: 'machine', keyId: caller.userId, permissions: new Set(), dailyQuota: 1_000 } },
      'PERSON_REQUIRED',
    ],
  ])('is recorded where %s', async (_, given, code) => {
    const answer = await attempt(given);

    expect(answer.json).toMatchObject({ status: 403, code });
    expect(database.itemsOf('audit')).toMatchObject([refusal({ details: { route: 'GET /v1/users/{userId}', code } })]);
  });

  it('keeps the path and nothing of the query', async () => {
    await attempt({ failure: hidden, fields: { query: 'q=Ada+Lovelace' } });

    expect(JSON.stringify(database.itemsOf('audit'))).not.toContain('Lovelace');
  });

  it('names what was asked for as it is stored, though its id came in capitals', async () => {
    const id = '019a0000-0000-7000-8000-00000000000a';

    await attempt({ failure: hidden, fields: { path: `/v1/users/${id.toUpperCase()}` } });

    expect(database.itemsOf('audit')).toMatchObject([{ subject: `/v1/users/${id}` }]);
  });

  it('is recorded however long the path is', async () => {
    await attempt({ failure: hidden, fields: { path: `/v1/users/${'u'.repeat(9_000)}` } });

    expect(database.itemsOf('audit')).toMatchObject([{ subject: `/v1/users/${'u'.repeat(290)}` }]);
  });

  it('costs one write', async () => {
    await attempt({ failure: hidden });

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 1, transact: 0 });
  });

  it('stays a refusal when it cannot be recorded, which is told and counted', async () => {
    database.hooks.before = () => {
      throw new AnswerLost();
    };

    const answer = await attempt({ failure: hidden });

    expect(answer.json).toMatchObject({ status: 404, code: 'USER_NOT_FOUND' });
    expect(answer.lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'refusal not recorded' }));
    expect(metricsOf(answer.lines.at(-1))).toMatchObject({
      'refusals.unrecorded by ': '1 Count',
      'callers.refused by ': '1 Count',
    });
  });

  it.each<[string, Attempt]>([
    ['is simply absent', { failure: new NotFound('USER_NOT_FOUND', 'There is no such person.') }],
    ['is in conflict', { failure: new Conflict('TAKEN', 'Taken.') }],
    ['goes well', {}],
  ])('is not recorded of what %s', async (_, given) => {
    await attempt(given);

    expect(database.itemsOf('audit')).toEqual([]);
  });
});

describe('a refusal to a stranger', () => {
  const stranger: Attempt = { allow: 'public', fields: {} };

  it.each<[string, Attempt]>([
    ['who has no credentials', { who: null }],
    ['whose password is wrong', { ...stranger, failure: new Unauthenticated('INVALID_CREDENTIALS', 'No.') }],
    ['who may not', { ...stranger, failure: new Forbidden('FORBIDDEN', 'No.') }],
    ['to whom it looks absent', { ...stranger, failure: hidden }],
  ])('%s is counted on the line of the request, and stored nowhere', async (_, given) => {
    const answer = await attempt(given);

    expect(metricsOf(answer.lines.at(-1))).toMatchObject({ 'requests.refused by ': '1 Count' });
    expect(database.calls.write).toBe(0);
  });

  it('is what a success and a mistake are not', async () => {
    const answers = [await attempt(stranger), await attempt({ ...stranger, failure: new Conflict('TAKEN', 'Taken.') })];

    for (const { lines } of answers) expect(lines.at(-1)).not.toHaveProperty(['requests.refused']);
  });
});
