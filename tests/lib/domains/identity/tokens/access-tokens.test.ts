import { beforeAll, describe, expect, it } from '@jest/globals';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { createAccessTokenVerifier } from '../../../../../lib/domains/identity/tokens/access-token-verifier.ts';
import {
  type AccessTokenSubject,
  createAccessTokenIssuer,
} from '../../../../../lib/domains/identity/tokens/access-tokens.ts';
import type { PrivateJwk } from '../../../../../lib/domains/identity/tokens/signing-keys/jwk.ts';
import {
  newPrivateJwk,
  publicHalfOf,
  type Signer,
  signerOf,
} from '../../../../../lib/domains/identity/tokens/signing-keys/signing-key.ts';
import { newId } from '../../../../../lib/ids.ts';

const now = new Date('2026-01-01T00:00:00.250Z');
const subject: AccessTokenSubject = {
  userId: '019a0000-0000-7000-8000-000000000001',
  sessionId: '019a0000-0000-7000-8000-000000000002',
  roles: ['doctor', 'user'],
  clinicId: '019a0000-0000-7000-8000-00000000c001',
  version: 3,
};

describe('createAccessTokenIssuer', () => {
  let jwk: PrivateJwk;
  let signer: Signer;
  const parties = { issuer: 'https://api.polyclinic.test', audience: 'polyclinic' };
  const issue = (who: AccessTokenSubject) =>
    createAccessTokenIssuer({ ...parties, signer: async () => signer, clock: () => now, newId }).issue(who);

  beforeAll(async () => {
    jwk = await newPrivateJwk();
    signer = signerOf(jwk);
  });

  it('issues a JWT of exactly the header and claims that are agreed on, for 15 minutes', async () => {
    const { header, payload } = decomposeUnverifiedJwt(await issue(subject));

    expect(header).toEqual({ alg: 'RS256', kid: jwk.kid, typ: 'at+jwt' });
    expect(payload).toEqual({
      iss: 'https://api.polyclinic.test',
      aud: 'polyclinic',
      sub: subject.userId,
      sid: subject.sessionId,
      roles: ['doctor', 'user'],
      clinicId: subject.clinicId,
      ver: 3,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iat: 1_767_225_600,
      exp: 1_767_226_500,
    });
  });

  it('leaves the clinic out for a person without one', async () => {
    const { payload } = decomposeUnverifiedJwt(await issue({ ...subject, clinicId: undefined }));

    expect(payload).not.toHaveProperty('clinicId');
  });

  it('gives each token an id of its own', async () => {
    const tokens = await Promise.all([issue(subject), issue(subject)]);
    const ids = tokens.map((token) => decomposeUnverifiedJwt(token).payload.jti);

    expect(ids[0]).not.toBe(ids[1]);
  });

  it('issues what the verifier takes at once', async () => {
    const publicJwk = publicHalfOf(jwk);
    const verifier = createAccessTokenVerifier({ ...parties, keys: () => [publicJwk], clock: () => now });

    expect(verifier.verify(await issue(subject))).toMatchObject({
      sub: subject.userId,
      sid: subject.sessionId,
      ver: 3,
    });
  });
});
