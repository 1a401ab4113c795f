import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/register-user.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { actorPassword, publicly } from '../../support/access/expectations.ts';
import { createTestStack, invoke, send } from '../../support/http.ts';
import { createIdentity, type Identity, registrationOf } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { resetCalls } from '../../support/people.ts';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.registrations, createTestStack());
  Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
});

const register = (overrides: Record<string, unknown> = {}) =>
  send(handler, { method: 'POST', path: '/v1/auth/register', json: registrationOf(overrides) });

describe('POST /v1/auth/register', () => {
  it('answers 201 with the person and where they are, never with the password or its hash', async () => {
    const answer = await register({ email: ' Ada@Example.COM ', name: '  Ada  Lovelace ' });

    expect(answer.status).toBe(201);
    expect(answer.headers.location).toBe('/v1/users/me');
    expect(answer.json.data).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email: 'ada@example.com',
      name: 'Ada  Lovelace',
      roles: ['user'],
      dateOfBirth: '1990-12-10',
      emailVerified: false,
      mfaEnabled: false,
      status: 'active',
      createdAt: '2026-03-08T09:30:00.000Z',
      updatedAt: '2026-03-08T09:30:00.000Z',
    });
    expect(answer.text).not.toMatch(/password|argon2/i);
  });

  it('makes two reads, of who has the address and of what was mailed to it lately, and one transaction', async () => {
    await register();

    expect(database.calls).toEqual({ get: 2, batchGet: 0, query: 0, write: 0, transact: 1 });
  });

  it('makes one read, and no transaction, for an address that somebody has', async () => {
    await register();
    resetCalls(database);

    await register();

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 0 });
  });

  it('records the event and the audit entry with the person, and writes nothing usable into either', async () => {
    await register();

    const [created, event] = database.itemsOf('events');
    const [entry] = database.itemsOf('audit');
    expect(created?.event).toMatchObject({ type: 'user.created', version: 1 });
    expect(event?.event).toMatchObject({ type: 'user.registered', version: 1, correlationId: expect.any(String) });
    expect(entry).toMatchObject({ action: 'user.registered', outcome: 'success', address: '203.0.113.7' });
    // Not the bare first name: three letters turn up in random ids.
    expect(JSON.stringify([created, event, entry])).not.toMatch(/ada@|lovelace|correct-horse|argon2/i);
  });

  it('lets one of twenty win who register one address in different cases at once', async () => {
    const spellings = Array.from({ length: 20 }, (_, at) =>
      `aDa${at % 2 ? '@' : '@'}EXAMPLE.com`.replace('a', at % 3 ? 'A' : 'a'),
    );

    const answers = await Promise.all(
      spellings.map((email) => invoke(handler, { method: 'POST', json: registrationOf({ email }) })),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
    expect(answers.find(({ status }) => status === 409)?.json.code).toBe('DUPLICATE_EMAIL');
    expect(database.itemsOf('events')).toHaveLength(2);
  });

  it('answers 201 also when the store lost its answer and the client tries the same transaction again', async () => {
    let lost = 0;
    database.hooks.after = (operation) => {
      if (operation === 'transact' && lost++ === 0) throw new AnswerLost();
    };

    const answer = await register();

    expect(answer.status).toBe(201);
    expect(database.itemsOf('events')).toHaveLength(2);
  });

  it('answers 503 and leaves nothing behind when the store is down', async () => {
    database.hooks.before = () => {
      throw new AnswerLost();
    };

    const answer = await register();

    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(database.itemsOf('events')).toEqual([]);
  });

  it.each([
    ['a person of exactly eighteen', '2008-03-08', 201],
    ['a person who turns eighteen tomorrow', '2008-03-09', 422],
    ['a person who is born today', '2026-03-08', 422],
    ['a person who will be born tomorrow', '2026-03-09', 400],
    ['a person of a hundred and thirty', '1896-03-08', 201],
    ['a person who was so yesterday', '1896-03-07', 400],
    ['a person of the year 1', '0001-01-01', 400],
    ['a person of the year 0', '0000-01-01', 400],
  ])('registers or refuses %s', async (_, dateOfBirth, status) => {
    const answer = await register({ dateOfBirth });

    expect(answer.status).toBe(status);
    if (status === 422) expect(answer.json.code).toBe('UNDERAGE');
    if (status === 400) expect(answer.json).toMatchObject({ errors: [{ path: 'dateOfBirth' }] });
  });

  it('takes somebody for born who is so already where the day begins first', async () => {
    identity.clock.advance(60 * 60);

    expect((await register({ dateOfBirth: '2026-03-09' })).json.code).toBe('UNDERAGE');
  });

  it.each(['r&d@example.com', 'dept/front@example.com', 'x=y@example.com', 'ada@example.xn--p1ai'])(
    'registers the address %s',
    async (email) => {
      expect((await register({ email })).json.data).toMatchObject({ email });
    },
  );

  it('does not let in a day early, on the day that a year of eighteen years ago did not have', async () => {
    const leapDay = Date.parse('2028-02-29T12:00:00.000Z');
    identity.clock.advance((leapDay - identity.clock().getTime()) / 1_000);

    const statuses = [
      (await register({ dateOfBirth: '2010-03-01' })).status,
      (await register({ dateOfBirth: '2010-02-28' })).status,
    ];

    expect(statuses).toEqual([422, 201]);
  });

  it.each([
    ['no at sign', { email: 'ada.example.com' }, 'email'],
    ['a name of one letter', { name: ' A ' }, 'name'],
    ['a name of 51 letters', { name: 'A'.repeat(51) }, 'name'],
    ['a NUL in the name', { name: 'Ada\u0000Lovelace' }, 'name'],
    ['an address with a first part of 65 letters', { email: `${'a'.repeat(65)}@example.com` }, 'email'],
    ['an address with a label that ends in a hyphen', { email: 'x@y-.example' }, 'email'],
    ['a name of nothing that can be seen', { name: '\u3164\u200b\u2800' }, 'name'],
    ['a name that turns the line round', { name: 'Ada \u202eecalevoL' }, 'name'],
    ['a name of one emoji', { name: '\u{1f469}' }, 'name'],
    ['half of a surrogate pair in the password', { password: 'Correct-Horse-9\ud83d' }, 'password'],
    ['a lone surrogate in the name', { name: 'Ada \ud800' }, 'name'],
    ['a password of seven', { password: 'Abcde1!' }, 'password'],
    ['a password of 129', { password: `A1${'a'.repeat(127)}` }, 'password'],
    ['a password without a digit', { password: 'Correct-Horse' }, 'password'],
    ['a password without an upper-case letter', { password: 'correct-horse-9' }, 'password'],
    ['a password without a lower-case letter', { password: 'CORRECT-HORSE-9' }, 'password'],
    ['a very common password', { password: 'Password123' }, 'password'],
    ['a password that holds the address', { email: 'lovelace@example.com', password: 'Lovelace-1815' }, 'password'],
    ['a day that is not in the calendar', { dateOfBirth: '1990-02-30' }, 'dateOfBirth'],
    ['a time in place of a date', { dateOfBirth: '1990-02-03T00:00:00Z' }, 'dateOfBirth'],
    ['a field of nobody', { role: 'admin' }, 'role'],
    ['a number for a name', { name: 42 }, 'name'],
  ])('refuses %s and names the field', async (_, overrides, path) => {
    const answer = await register(overrides);

    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path }] });
  });

  it('takes a password that holds a first part of the address of less than five letters', async () => {
    expect((await register({ email: 'ann@example.com', password: 'Channel-Ann-9' })).status).toBe(201);
  });

  it('takes a name of fifty emoji, which are fifty letters', async () => {
    expect((await register({ name: '\u{1f469}'.repeat(50) })).status).toBe(201);
  });

  it('takes a password of 128 code points as typed, with spaces around it', async () => {
    const answer = await register({ password: ` Aa1${'💊'.repeat(123)} ` });

    expect(answer.status).toBe(201);
  });
});

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.registrations, stack),
  publicly(201, {
    json: { email: 'new@example.com', password: actorPassword, name: 'New Person', dateOfBirth: '1990-12-10' },
  }),
);
