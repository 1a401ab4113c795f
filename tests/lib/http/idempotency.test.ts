import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { createHandler } from '../../../functions/users/invite-user.ts';
import type { Database } from '../../../lib/data/database.ts';
import { permissionsOf } from '../../../lib/domains/declared/permissions.ts';
import { endpoint } from '../../../lib/http/endpoint.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { http } from '../../../lib/http/trigger.ts';
import { createIdempotencyRecords } from '../../../lib/idempotency/records.ts';
import { newId } from '../../../lib/ids.ts';
import { schema } from '../../../lib/schemas.ts';
import { createSecrets, newMasterSecret } from '../../../lib/secrets/secrets.ts';
import { northClinic, plantClinics } from '../../support/clinics.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../support/dynamodb.ts';
import { type Answer, createTestCaller, createTestStack, invoke, lambdaContext, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createPeople, type People, resetCalls } from '../../support/people.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { sizes } from '../../support/sizes.ts';

const admin = createTestCaller({ roles: ['admin'], permissions: permissionsOf(['admin']) });
const otherAdmin = createTestCaller({ ...admin, userId: '019a0000-0000-7000-8000-0000000000a2' });
const secrets = createSecrets(async () => newMasterSecret());
const invitation = { email: 'grace@example.com', name: 'Grace Hopper', roles: ['user'] };
let people: People;

/** The endpoint that makes accounts, as `caller` reaches it. */
function handlerOn(database: Database, caller = admin): HttpHandler {
  const { clock } = people;
  const idempotencyRecords = createIdempotencyRecords(createTestPlatform(database, { clock, secrets }));
  return createHandler(people.invitations, { ...createTestStack({ caller }), idempotencyRecords });
}

const fieldsOf = (key: string | undefined, json: unknown = invitation) => ({
  method: 'POST',
  path: '/v1/users',
  json,
  headers: { ...(key !== undefined && { 'idempotency-key': key }) },
});
const told = ({ status, text, headers: { location, etag } }: Answer) => ({ status, text, location, etag });

describe('a request with an idempotency key', () => {
  let database: MemoryDatabase;
  const invite = (key: string | undefined, json: unknown = invitation, caller = admin) =>
    send(handlerOn(database, caller), fieldsOf(key, json));

  beforeEach(() => {
    database = createMemoryDatabase();
    plantClinics(database);
    people = createPeople(database);
    resetCalls(database);
  });

  it('is carried out once, and answered alike when it comes again', async () => {
    const first = await invite('key-1');
    const second = await invite('key-1');

    expect(first.status).toBe(201);
    expect(told(second)).toEqual(told(first));
    expect([first, second].map(({ headers }) => headers['idempotency-replayed'])).toEqual([undefined, 'true']);
    // That there is somebody more, and whom to invite.
    expect(database.itemsOf('events')).toHaveLength(2);
    expect(database.itemsOf('audit')).toHaveLength(1);
  });

  it('costs one read beside those of the route, and no write beside the transaction of its effect; a replay costs the read', async () => {
    await invite('key-1');
    const carriedOut = { ...database.calls };
    await invite('key-1');

    expect(carriedOut).toEqual({ get: 3, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(database.calls).toEqual({ ...carriedOut, get: 4 });
  });

  it('is the same whatever order its roles stand in, and is answered in that of the first', async () => {
    const clinicId = northClinic;
    const first = await invite('key-1', { ...invitation, clinicId, roles: ['staff', 'doctor'] });

    const again = await invite('key-1', { ...invitation, clinicId, roles: ['doctor', 'staff'] });

    expect([again.status, again.headers['idempotency-replayed'], again.text]).toEqual([201, 'true', first.text]);
    expect(first.json.data).toMatchObject({ roles: ['staff', 'doctor'] });
  });

  it('is refused when its key came with another body', async () => {
    await invite('key-1');

    const answer = await invite('key-1', { ...invitation, name: 'Grace Brewster Hopper' });

    expect(answer.json).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('is the same whatever the order of its fields, and the blanks around them', async () => {
    await invite('key-1');

    const answer = await invite('key-1', { roles: ['user'], name: ' Grace Hopper ', email: 'Grace@Example.com' });

    expect(answer.headers['idempotency-replayed']).toBe('true');
  });

  it('has nothing to do with the same key of somebody else', async () => {
    await invite('key-1');

    const answer = await invite('key-1', { ...invitation, email: 'other@example.com' }, otherAdmin);

    expect(answer.status).toBe(201);
    expect(answer.headers['idempotency-replayed']).toBeUndefined();
  });

  it('gets the first answer after a crash between commit and answer', async () => {
    database.hooks.after = (operation) => {
      if (operation !== 'transact') return;
      database.hooks.after = undefined;
      database.hooks.before = () => {
        throw new Error('the process is gone');
      };
      throw new Error('the process is gone');
    };

    const crashed = await invite('key-1');
    database.hooks.before = undefined;
    const retried = await invite('key-1');

    expect(crashed.status).toBe(500);
    expect(retried.status).toBe(201);
    expect(retried.headers['idempotency-replayed']).toBe('true');
    expect(database.itemsOf('events')).toHaveLength(2);
  });

  it('may be tried again after it was refused: only a success is kept', async () => {
    const other = await people.enrol({ email: invitation.email });
    const refused = await invite('key-1');
    await people.deletions.delete(admin, { userId: other.id });

    const answer = await invite('key-1');

    expect([refused.status, answer.status]).toEqual([409, 201]);
  });

  it('is forgotten after a day', async () => {
    await invite('key-1');
    people.clock.advance(24 * 60 * 60 + 1);

    expect((await invite('key-1')).json).toMatchObject({ status: 409, code: 'DUPLICATE_EMAIL' });
  });

  it('leaves nothing to read of what it was about', async () => {
    await invite('key-of-the-client');

    const [record] = database.itemsOf('platform');
    expect(record?.pk).toMatch(/^IDEMPOTENCY#[\w-]{43}$/);
    expect(JSON.stringify(record)).not.toMatch(/grace@|grace hopper|key-of-the-client/i);
  });

  it.each(['', 'with space inside', 'ü', 'x'.repeat(256)])('is invalid with the key %j', async (key) => {
    const answer = await invite(key);

    expect(answer.json).toMatchObject({ status: 400, code: 'INVALID_IDEMPOTENCY_KEY' });
    expect(database.calls.transact).toBe(0);
  });

  it('is carried out each time without one, where the route leaves it to the client', async () => {
    await invite(undefined);

    expect((await invite(undefined)).json).toMatchObject({ status: 409, code: 'DUPLICATE_EMAIL' });
  });
});

describe(`${sizes.repeats} requests with one key at once`, () => {
  let dynamoDb: TestDynamoDb;

  beforeAll(async () => {
    dynamoDb = await startTestDynamoDb();
  });

  afterAll(() => dynamoDb?.stop());

  it.each([
    ['memory', createMemoryDatabase],
    ['DynamoDB', () => dynamoDb.database],
  ])('have one effect and as many equal answers, on %s', async (_name, open: () => Database) => {
    const database = open();
    people = createPeople(database);
    const handler = handlerOn(database);
    const json = { ...invitation, email: `${newId()}@example.com` };

    const results = await Promise.all(
      Array.from({ length: sizes.repeats }, () =>
        invoke(handler, fieldsOf('key-1', json), lambdaContext({ milliseconds: 300_000 })),
      ),
    );

    const heard = results.map(({ status, text, headers }) =>
      JSON.stringify([status, text, headers.location, headers.etag]),
    );
    expect(new Set(heard).size).toBe(1);
    expect(results[0]?.status).toBe(201);
    expect(results.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
  });
});

describe('a route', () => {
  const trigger = http({
    method: 'POST',
    path: '/v1/things',
    allow: 'signed-in',
    responses: { 201: schema(() => z.object({ id: z.string() })) },
    idempotency: 'required',
    grants: [],
  });
  const records = {
    find: async () => undefined,
    pendingFor: () => ({ stored: false, writeOf: () => Promise.reject(new Error('nothing is committed here')) }),
  };

  it('may insist on a key', async () => {
    const stack = { ...createTestStack({ caller: admin }), idempotencyRecords: records };
    const handler = endpoint(trigger, () => ({ id: 'a' }), stack);

    expect((await send(handler, { method: 'POST' })).json).toMatchObject({ code: 'IDEMPOTENCY_KEY_REQUIRED' });
  });

  it('that takes a key cannot be made without records', () => {
    expect(() => endpoint(trigger, () => ({ id: 'a' }), createTestStack())).toThrow('idempotencyRecords');
  });
});
