import * as z from 'zod';
import type { Role } from '../../../access/permissions.ts';
import type { Platform } from '../../../platform/platform.ts';
import { id, type Output, schema } from '../../../schemas.ts';
import { accessTokenSeconds } from '../durations.ts';
import { role } from '../users/schema.ts';
import type { Signer } from './signing-keys/signing-key.ts';

/** The header of an access token, with all its members. */
export const accessTokenHeader = schema(() =>
  z.strictObject({
    alg: z.literal('RS256'),
    kid: z.string().min(1).max(128),
    typ: z.literal('at+jwt'),
  }),
);

/** The claims of an access token, all of them. */
export const accessTokenClaims = schema(() =>
  z.strictObject({
    iss: z.string(),
    aud: z.string(),
    /** The person's id. */
    sub: id(),
    /** The session's id. */
    sid: id(),
    roles: z.array(role()).min(1),
    clinicId: id().optional(),
    /** The version of the person's security item; a token of a lower version than the item's is revoked. */
    ver: z.int().min(0),
    jti: id(),
    /** Unix seconds. */
    iat: z.int(),
    exp: z.int(),
  }),
);
export type AccessTokenClaims = Output<typeof accessTokenClaims>;

/** The person and the session that an access token is issued for. */
export interface AccessTokenSubject {
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly Role[];
  readonly clinicId?: string | undefined;
  readonly version: number;
}

interface AccessTokenIssuerDependencies extends Pick<Platform, 'clock' | 'newId'> {
  readonly issuer: string;
  readonly audience: string;
  /** The key that signs now. */
  readonly signer: () => Promise<Signer>;
}

/** Issues access tokens: JWTs of the type `at+jwt` (RFC 9068) that are valid for 15 minutes. */
export function createAccessTokenIssuer({ issuer, audience, signer, clock, newId }: AccessTokenIssuerDependencies) {
  return {
    async issue({ userId, sessionId, roles, clinicId, version }: AccessTokenSubject): Promise<string> {
      const iat = secondsOf(clock());
      const times = { jti: newId(), iat, exp: iat + accessTokenSeconds };
      const payload = {
        iss: issuer,
        aud: audience,
        sub: userId,
        sid: sessionId,
        roles,
        clinicId,
        ver: version,
        ...times,
      };
      const key = await signer();
      const signed = `${encode({ alg: 'RS256', kid: key.kid, typ: 'at+jwt' })}.${encode(payload)}`;
      return `${signed}.${(await key.sign(Buffer.from(signed))).toString('base64url')}`;
    },
  };
}

export type AccessTokenIssuer = ReturnType<typeof createAccessTokenIssuer>;

function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1_000);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
