import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/auth/resend-verification.ts';
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

  it('answers 401 to nobody', async () => {
    const answer = await resend();

    expect(answer.status).toBe(401);
    expect(answer.json.code).toBe('AUTHENTICATION_REQUIRED');
  });
});
