import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/forgot-password.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { emailHashOf } from '../../../lib/domains/identity/users/repository.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly } from '../../support/access/expectations.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createIdentity, type Identity, lastTokenId, registrationOf } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

const known = 'ada@example.com';
const unknown = 'eve@example.com';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let before: number;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.passwordResetRequests, createTestStack());
  await identity.registrations.register(registrationOf());
  before = database.itemsOf('events').length;
  Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
});

const ask = (email: unknown) => send(handler, { method: 'POST', path: '/v1/auth/forgot-password', json: { email } });
const newEvents = () =>
  database
    .itemsOf('events')
    .slice(before)
    .map(({ event }) => event as Record<string, unknown>);

/** What was done for an address: the answer, the calls, and the shape of what was stored. */
async function traceOf(email: string) {
  const requests: [operation: string, request: string][] = [];
  database.hooks.before = (operation, request) => void requests.push([operation, JSON.stringify(request)]);
  const { status, headers, cookies, text } = await ask(email);
  const hash = emailHashOf(email);
  const shape = requests.map(([operation, request]) => [
    operation,
    request
      .replaceAll(hash, '<hash>')
      .replaceAll(/[\w-]{43}/g, '<token>')
      .replaceAll(/[0-9a-f-]{36}/g, '<id>')
      // The partition of the outbox goes by the event's id.
      .replaceAll(/PENDING#\d/g, 'PENDING'),
  ]);
  return { status, headers: { ...headers, 'x-request-id': '' }, cookies, text, shape };
}

describe('POST /v1/auth/forgot-password', () => {
  it('answers 202 with nothing, and has a mail written by whoever looks the person up', async () => {
    const answer = await ask(' ADA@example.com ');

    expect(answer.status).toBe(202);
    expect(answer.text).toBe('');
    expect(newEvents()).toMatchObject([
      {
        type: 'password.reset-requested',
        subject: `emails/${emailHashOf(known)}`,
        data: { emailHash: emailHashOf(known), tokenId: lastTokenId(database) },
      },
    ]);
  });

  it('does the very same for an address that nobody has', async () => {
    const [ofKnown, ofUnknown] = [await traceOf(known), await traceOf(unknown)];

    expect(ofUnknown).toEqual(ofKnown);
    expect(ofKnown.status).toBe(202);
  });

  it('reads what was mailed to the address lately, and nothing else, and makes one transaction', async () => {
    await ask(unknown);

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 1 });
  });

  it('is on record, and keeps neither the address nor a token that can be used', async () => {
    await ask(known);

    const token = await identity.oneTimeTokens.tokenOf('reset-password', lastTokenId(database));
    const entry = database.itemsOf('audit').at(-1);
    const kept = JSON.stringify([database.itemsOf('events').slice(before), entry, tokenItems()]);
    expect(entry).toMatchObject({ action: 'password.reset-requested', outcome: 'success', address: '203.0.113.7' });
    expect(kept).not.toContain(known);
    expect(kept).not.toContain(token);
  });

  it('gives a token an hour, and each request another', async () => {
    await ask(known);
    await ask(known);

    const tokens = tokenItems().filter(({ owner }) => 'emailHash' in (owner as object));
    expect(tokens).toMatchObject([
      { issuedAt: '2026-03-08T09:30:00.000Z', endsAt: '2026-03-08T10:30:00.000Z' },
      { issuedAt: '2026-03-08T09:30:00.000Z', endsAt: '2026-03-08T10:30:00.000Z' },
    ]);
    expect(tokens[0]?.hash).not.toBe(tokens[1]?.hash);
  });

  it('answers 503 and leaves nothing behind when the store is down', async () => {
    database.hooks.before = () => {
      throw new AnswerLost();
    };

    const answer = await ask(known);

    expect(answer.status).toBe(503);
    expect(newEvents()).toEqual([]);
  });

  it.each([['ada.example.com'], [''], [null], [42]])('refuses %p with 400', async (email) => {
    const answer = await ask(email);

    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: 'email' }] });
  });
});

function tokenItems() {
  return database.itemsOf('identity').filter(({ sk }) => sk === 'TOKEN');
}

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.passwordResetRequests, stack),
  publicly(202, { json: { email: 'nobody@example.com' } }),
);
