import { beforeEach, describe, expect, it } from '@jest/globals';
import { permissionsOf } from '../../../../../lib/domains/declared/permissions.ts';
import { createFirstPartyIdentity } from '../../../../../lib/domains/identity/sessions/first-party-identity.ts';
import type { LiveSessions } from '../../../../../lib/domains/identity/sessions/live-sessions.ts';
import type { PublicJwk } from '../../../../../lib/domains/identity/tokens/signing-keys/jwk.ts';
import { newSecurity } from '../../../../../lib/domains/identity/users/security.ts';
import { createTestClock } from '../../../../support/clock.ts';
import { createIssuerKey, signToken } from '../../../../support/outside-issuer.ts';

process.env.POLYCLINIC_PUBLIC_URL ??= 'https://api.polyclinic.test';

const key = createIssuerKey('key-1');
const published: PublicJwk = { kty: 'RSA', use: 'sig', alg: 'RS256', kid: 'key-1', n: String(key.jwk.n), e: 'AQAB' };
const clock = createTestClock();
const iat = clock().getTime() / 1_000;
const ids = { sub: '019a0000-0000-7000-8000-0000000000a1', sid: '019a0000-0000-7000-8000-0000000000b1' };
const active = { userId: ids.sub, status: 'active', emailVerified: true, clinicId: undefined } as const;
const security = newSecurity({ ...active, roles: ['doctor'] });

let missed: number;

beforeEach(() => {
  missed = 0;
});

function get(token: string, find: LiveSessions['find'] = async () => security) {
  const keys = { load: async () => [published], missed: () => void missed++ };
  return createFirstPartyIdentity({ keys, liveSessions: { find }, clock }).get(token);
}

function tokenOf(kid = 'key-1', claims: object = {}): string {
  const parties = { iss: process.env.POLYCLINIC_PUBLIC_URL, aud: 'polyclinic', ...ids };
  const rest = { roles: ['doctor'], ver: 1, jti: ids.sid, iat, exp: iat + 900 };
  return signToken(key, { alg: 'RS256', kid, typ: 'at+jwt' }, { ...parties, ...rest, ...claims });
}

describe('people by an access token of ours', () => {
  it('are who their standing says now, whatever roles are in the token', async () => {
    const person = await get(tokenOf('key-1', { roles: ['admin'] }));

    expect(person).toEqual({
      kind: 'person',
      userId: ids.sub,
      sessionId: ids.sid,
      roles: ['doctor'],
      permissions: permissionsOf(['doctor']),
      emailVerified: true,
    });
  });

  it.each([
    ['whose session has ended', undefined],
    ['whose token is of an earlier version', { ...security, tokenVersion: 2 }],
  ])('are refused %s', async (_, security) => {
    const refusal = get(tokenOf(), async () => security);

    await expect(refusal).rejects.toMatchObject({ name: 'Unauthenticated', code: 'INVALID_ACCESS_TOKEN' });
  });

  it('have the keys looked at again where the token names another, and only then', async () => {
    await expect(get(tokenOf('key-2'))).rejects.toMatchObject({ code: 'INVALID_ACCESS_TOKEN' });
    const afterUnknown = missed;
    await expect(get(tokenOf('key-1', { aud: 'another' }))).rejects.toMatchObject({ code: 'INVALID_ACCESS_TOKEN' });

    expect([afterUnknown, missed]).toEqual([1, 1]);
  });
});
