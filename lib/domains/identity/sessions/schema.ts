import * as z from 'zod';
import { id, instant, type Output, schema } from '../../../schemas.ts';

/** A refresh token that was followed by another: what is kept of it to tell a race from a theft. */
const rotatedToken = schema(() => z.object({ hash: z.string(), rotatedAt: instant() }));

/** A sign-in on one device, with the one refresh token that continues it; only hashes of tokens are kept. */
export const session = schema(() =>
  z.object({
    id: id(),
    userId: id(),
    /** User agent at sign-in. */
    device: z.string(),
    /** Network address at sign-in. */
    address: z.string(),
    createdAt: instant(),
    lastUsedAt: instant(),
    endsAt: instant(),
    /** The person's epoch at sign-in; once the person's is another, the session is over. */
    epoch: z.int().min(1),
    tokenHash: z.string(),
    /** Version of the master secret that the current token was made with. */
    tokenSecretVersion: z.int(),
    /** The last four tokens before the current one, newest first. */
    previousTokens: z.array(rotatedToken()).max(4),
  }),
);
export type Session = Output<typeof session>;

/** A session as its owner sees it. */
export const ownSession = schema(() =>
  session().pick({ id: true, device: true, address: true, createdAt: true, lastUsedAt: true }).extend({
    /** Whether it is the one that asks. */
    current: z.boolean(),
  }),
);
export type OwnSession = Output<typeof ownSession>;
