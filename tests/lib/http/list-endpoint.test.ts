import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { grantsOf } from '../../../infra/functions.ts';
import { describeApi } from '../../../infra/openapi/document.ts';
import type { PageRequest } from '../../../lib/data/page.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { listEndpoint } from '../../../lib/http/list-endpoint.ts';
import { noFilters, pageOf, pageQuery } from '../../../lib/http/page.ts';
import { http } from '../../../lib/http/trigger.ts';
import { schema } from '../../../lib/schemas.ts';
import { createSecrets, newMasterSecret } from '../../../lib/secrets/secrets.ts';
import { createTestCaller, createTestStack, send } from '../../support/http.ts';

const secret = newMasterSecret();
const seal = createCursorSeal(createSecrets(async () => secret));

const declare = (path: '/v1/things' | '/v1/others') =>
  http({
    method: 'GET',
    path,
    allow: 'signed-in',
    query: pageQuery(schema(() => z.object({ colour: z.string().optional() }))),
    responses: { 200: pageOf(schema(() => z.object({ id: z.string() }))) },
    grants: [],
  });
const trigger = declare('/v1/things');
const things = Array.from({ length: 45 }, (_, at) => ({ id: `thing-${String(at).padStart(2, '0')}`, secret: 'x' }));

/** A list as a repository gives it: some items after a position, and where they end. */
async function list({ limit, after }: PageRequest) {
  const from = after ? things.findIndex(({ id }) => id === after.sk) + 1 : 0;
  const items = things.slice(from, from + limit);
  const last = items.at(-1);
  return { items, ...(from + limit < things.length && last && { next: { pk: 'THINGS', sk: last.id } }) };
}

const handlerOf = (declared: typeof trigger, userId?: string) =>
  listEndpoint(declared, (_, request) => list(request), {
    ...createTestStack({ caller: createTestCaller(userId === undefined ? {} : { userId }) }),
    cursors: seal,
  });
const ask = (query = '', handler = handlerOf(trigger)) => send(handler, { query });
const cursorOf = ({ json }: { readonly json: Record<string, unknown> }) =>
  (json.meta as { nextCursor?: string }).nextCursor ?? '';

describe('a list', () => {
  it('has twenty items a page unless asked otherwise, each by its schema, and tells how to go on', async () => {
    const answer = await ask();

    expect(answer.status).toBe(200);
    expect(answer.json.data).toEqual(things.slice(0, 20).map(({ id }) => ({ id })));
    expect(answer.json.meta).toEqual({ limit: 20, nextCursor: expect.stringMatching(/^[\w-]+$/) });
  });

  it('is read to its end, each item once, and ends without a cursor', async () => {
    const seen: unknown[] = [];
    let query = 'limit=20';
    for (;;) {
      const answer = await ask(query);
      seen.push(...(answer.json.data as unknown[]));
      if (cursorOf(answer) === '') break;
      query = `limit=20&cursor=${cursorOf(answer)}`;
    }

    expect(seen).toEqual(things.map(({ id }) => ({ id })));
  });

  it('tells nothing of its keys in the cursor', async () => {
    const cursor = cursorOf(await ask());

    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/THINGS|thing-/);
  });

  it('takes another limit with a cursor, and the filters that it was given with', async () => {
    const cursor = cursorOf(await ask('colour=red'));

    const answer = await ask(`limit=5&colour=red&cursor=${cursor}`);

    expect(answer.json.data).toHaveLength(5);
  });

  it.each<[string, (cursor: string) => Promise<{ status: number; json: Record<string, unknown> }>]>([
    ['other filters', (cursor) => ask(`colour=blue&cursor=${cursor}`)],
    ['another caller', (cursor) => ask(`cursor=${cursor}`, handlerOf(trigger, '019a0000-0000-7000-8000-0000000000ff'))],
    ['another route', (cursor) => ask(`cursor=${cursor}`, handlerOf(declare('/v1/others')))],
    [
      'one character changed',
      (cursor) => ask(`cursor=${cursor.slice(0, -2)}${cursor.at(-2) === 'A' ? 'B' : 'A'}${cursor.at(-1)}`),
    ],
    ['half of it', (cursor) => ask(`cursor=${cursor.slice(0, cursor.length / 2)}`)],
    ['words', () => ask('cursor=next-please')],
  ])('refuses a cursor with %s', async (_, tamper) => {
    const answer = await tamper(cursorOf(await ask()));

    expect(answer.status).toBe(400);
    expect(answer.json.code).toBe('INVALID_CURSOR');
  });

  it('refuses a cursor of the same list of something else that the path names', async () => {
    const ofBox = http({
      method: 'GET',
      path: '/v1/boxes/{boxId}/things',
      allow: 'signed-in',
      params: schema(() => z.object({ boxId: z.string() })),
      query: pageQuery(noFilters),
      responses: { 200: pageOf(schema(() => z.object({ id: z.string() }))) },
      grants: [],
    });
    const stack = { ...createTestStack({ caller: createTestCaller() }), cursors: seal };
    const handler = listEndpoint(ofBox, (_, request) => list(request), stack);
    const askBox = (boxId: string, query = '') => send(handler, { params: { boxId }, query });
    const cursor = cursorOf(await askBox('one'));

    const [same, other] = [await askBox('one', `cursor=${cursor}`), await askBox('two', `cursor=${cursor}`)];

    expect([same.status, other.status, other.json.code]).toEqual([200, 400, 'INVALID_CURSOR']);
  });

  it.each(['limit=0', 'limit=101', 'limit=-1', 'limit=1.5', 'limit=ten', 'limit=', 'cursor='])(
    'refuses %s',
    async (query) => {
      const answer = await ask(query);

      expect(answer.status).toBe(400);
      expect(answer.json.code).toBe('VALIDATION_FAILED');
    },
  );

  it('is granted the key of its cursors, and documented with its meta', () => {
    const definition = {
      name: 'system-list-things',
      domain: 'system',
      file: 'functions/system/list-things.ts',
      summary: 'x',
      trigger,
    };

    const operation = JSON.stringify(describeApi([definition]));

    expect(grantsOf(trigger)).toEqual(['audit:append', 'secrets:read', 'sessions:check']);
    expect(operation).toContain('nextCursor');
    expect(operation).toContain('INVALID_CURSOR');
  });
});
