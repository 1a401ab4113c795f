import * as z from 'zod';
import { type Output, schema } from '../../../../schemas.ts';

// The hyphen is written by its number, since the flag v refuses a bare one in a class.
const member = schema(() =>
  z
    .string()
    .regex(/^[\w\x2d]+$/)
    .meta({ description: 'A number in base64url.', examples: ['ZXhhbXBsZQ'] }),
);

/** A public key as it is published (RFC 7517), for RS256 signatures and nothing else. */
export const publicJwk = schema(() =>
  z
    .strictObject({
      kty: z.literal('RSA'),
      use: z.literal('sig'),
      alg: z.literal('RS256'),
      kid: z
        .string()
        .min(1)
        .max(128)
        .meta({ description: 'The id that tokens name the key by.', examples: ['example-key'] }),
      n: member(),
      e: member().meta({ examples: ['AQAB'] }),
    })
    .meta({ id: 'Jwk', description: 'A public key (RFC 7517), for RS256 signatures and nothing else.' }),
);
export type PublicJwk = Output<typeof publicJwk>;

/** A private key as it lies in a file: the public one and the numbers that sign. */
export const privateJwk = schema(() =>
  publicJwk().extend({ d: member(), p: member(), q: member(), dp: member(), dq: member(), qi: member() }),
);
export type PrivateJwk = Output<typeof privateJwk>;
