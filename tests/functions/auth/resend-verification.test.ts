import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/resend-verification.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { signedIn } from '../../support/access/expectations.ts';
import { send } from '../../support/http.ts';
import { createIdentity, type Identity, lastTokenId, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

let database: MemoryDatabase;
let identity: Identity;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
});

const resend = (headers: Record<string, string> = {}) =>
  send(createHandler(identity.registrations, identity.stack), { method: 'POST', headers });

describe('POST /v1/auth/verify-email/resend', () => {
  it('answers 202 and asks for another mail with another token', async () => {
    const { headers } = await signedInPerson(identity);
    const first = lastTokenId(database);

    const answer = await resend(headers);

    expect(answer.status).toBe(202);
    expect(answer.text).toBe('');
    expect(lastTokenId(database)).not.toBe(first);
    expect(database.itemsOf('events').map(({ event }) => event)).toContainEqual(
      expect.objectContaining({ type: 'user.verification-requested' }),
    );
  });

  it('answers 409 once the address is verified', async () => {
    const { headers } = await signedInPerson(identity);
    await identity.registrations.verifyEmail(
      await identity.oneTimeTokens.tokenOf('verify-email', lastTokenId(database)),
    );

    const answer = await resend(headers);

    expect(answer.status).toBe(409);
    expect(answer.json.code).toBe('ALREADY_VERIFIED');
  });

  it.each([
    ['the address is verified', 'ALREADY_VERIFIED', { emailVerified: true }],
    ['the account is deleted', 'USER_NOT_FOUND', { status: 'deleted' }],
  ])('asks for nothing when %s between its look and its write', async (_, code, changed) => {
    const { headers } = await signedInPerson(identity);
    const first = lastTokenId(database);
    database.hooks.before = (operation) => {
      const security = database.itemsOf('identity').find(({ sk }) => sk === 'SECURITY');
      if (operation === 'transact' && security) database.plant('identity', { ...security, ...changed });
    };

    const answer = await resend(headers);

    expect(answer.json.code).toBe(code);
    expect(lastTokenId(database)).toBe(first);
  });

  it('makes two reads and one transaction beside the check of the session', async () => {
    const { headers } = await signedInPerson(identity);
    await resend(headers);
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await resend(headers);

    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 1 });
  });

  it('answers 401 to nobody', async () => {
    const answer = await resend();

    expect(answer.status).toBe(401);
    expect(answer.json.code).toBe('AUTHENTICATION_REQUIRED');
  });
});

describeAccess(trigger, ({ identity, stack }) => createHandler(identity.registrations, stack), signedIn(409));
