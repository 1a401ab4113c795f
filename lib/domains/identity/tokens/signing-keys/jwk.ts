import * as z from 'zod';
import { type Output, schema } from '../../../../schemas.ts';

const member = schema(() => z.string().regex(/^[A-Za-z0-9_-]+$/));

/** A public key as it is published (RFC 7517), for RS256 signatures and nothing else. */
export const publicJwk = schema(() =>
  z
    .strictObject({
      kty: z.literal('RSA'),
      use: z.literal('sig'),
      alg: z.literal('RS256'),
      kid: z.string().min(1).max(128),
      n: member(),
      e: member(),
    })
    .meta({ id: 'Jwk' }),
);
export type PublicJwk = Output<typeof publicJwk>;

/** A private key as it lies in a file: the public one and the numbers that sign. */
export const privateJwk = schema(() =>
  publicJwk().extend({ d: member(), p: member(), q: member(), dp: member(), dq: member(), qi: member() }),
);
export type PrivateJwk = Output<typeof privateJwk>;
