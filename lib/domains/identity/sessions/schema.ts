import * as z from 'zod';
import { id, instant, type Output, schema } from '../../../schemas.ts';

/** What is kept of a refresh token after its successor was issued, to tell a race from a theft. */
const rotatedToken = schema(() => z.object({ hash: z.string(), rotatedAt: instant() }));

/** A sign-in on one device, with the one refresh token that continues it; only hashes of tokens are kept. */
export const session = schema(() =>
  z.object({
    id: id(),
    userId: id(),
    device: z.string().meta({ description: 'The user agent at the sign-in.', examples: ['Mozilla/5.0'] }),
    address: z.string().meta({ description: 'The network address at the sign-in.', examples: ['192.0.2.1'] }),
    createdAt: instant(),
    lastUsedAt: instant(),
    endsAt: instant(),
    /** The person's session epoch at the sign-in; once the person's is higher, the session is over. */
    epoch: z.int().min(1),
    tokenHash: z.string(),
    /** The version of the master secret by which the current token was made. */
    tokenSecretVersion: z.int(),
    /** The last four tokens before the current one, newest first. */
    previousTokens: z.array(rotatedToken()).max(4),
  }),
);
export type Session = Output<typeof session>;

/** A session as its owner sees it. */
export const ownSession = schema(() =>
  session()
    .pick({ id: true, device: true, address: true, createdAt: true, lastUsedAt: true })
    .extend({
      current: z.boolean().describe('Whether it is the session that asks.'),
    })
    .meta({ id: 'Session', description: 'A sign-in on one device, as its owner sees it.' }),
);
export type OwnSession = Output<typeof ownSession>;
