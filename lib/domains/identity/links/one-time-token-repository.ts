import * as z from 'zod';
import { entity } from '../../../data/entity.ts';
import { at } from '../../../data/read.ts';
import { insert, remove, type Write } from '../../../data/write.ts';
import { Conflict, InvalidInput } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { instant, keptEmail, type Output, schema } from '../../../schemas.ts';
import { linkOwner, pendingLinkAt, setPendingLink, takePendingLink } from './pending-link-repository.ts';
import { oneTimePurposes } from './token-hash.ts';

/** A one-time token that was handed out, of which only a hash of it and its purpose is kept. */
const oneTimeToken = schema(() =>
  z.object({
    hash: z.string(),
    purpose: z.enum(oneTimePurposes),
    owner: linkOwner(),
    /** The address that the token would make the person's; absent where that is not its purpose. */
    email: keptEmail().optional(),
    /** How often that address had been taken before: once it is taken again, it is not the one that was asked for. */
    claims: z.int().min(0).optional(),
    issuedAt: instant(),
    endsAt: instant(),
  }),
);
export type OneTimeToken = Output<typeof oneTimeToken>;

const oneTimeTokens = entity({
  name: 'one-time-token',
  table: 'identity',
  schema: oneTimeToken,
  key: (token: { hash: string }) => ({ pk: `TOKEN#${token.hash}`, sk: 'TOKEN' }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

export function createOneTimeTokenRepository({ read }: Pick<Platform, 'read'>) {
  const get = (hash: string) => read.get(oneTimeTokens, { hash }, invalidToken);

  return {
    /** Finds a token; throws `INVALID_TOKEN` for one that was used or ended, and for one that has expired. */
    get,
    /** Finds a token whose owner is known by id; throws `INVALID_TOKEN` for any other token, and for one that has expired. */
    async getOwned(hash: string): Promise<OneTimeToken & { readonly userId: string }> {
      const token = await get(hash);
      if (!('userId' in token.owner)) throw invalidToken();
      return { ...token, userId: token.owner.userId };
    },
    /** Finds a token, provided that its link is the one of its owner and purpose that counts. */
    async findPending({ hash, ...link }: Pick<OneTimeToken, 'hash' | 'purpose' | 'owner'>) {
      const [token, pending] = await read.findTogether([at(oneTimeTokens, { hash }), pendingLinkAt(link)]);
      return pending?.hash === hash ? token : undefined;
    },
    /** Refers to a token, to be read together with other items. */
    at: (hash: string) => at(oneTimeTokens, { hash }),
    /** Keeps a token, and makes it the one of its purpose that counts. */
    insert: (token: OneTimeToken): Write[] => [
      insert(oneTimeTokens, token, { conflict: () => new Conflict('DUPLICATE_TOKEN', 'The token exists already.') }),
      setPendingLink(token),
    ],
    /**
     * The writes that end the pending link, where it would make another address the person's than is asked for now; they throw
     * the error of `overtaken` where the pending link was replaced since.
     */
    async endOther(asked: Pick<OneTimeToken, 'purpose' | 'owner' | 'email'>, overtaken: () => Error): Promise<Write[]> {
      if (asked.email === undefined) return [];
      const [pending] = await read.findTogether([pendingLinkAt(asked)]);
      return pending && pending.email !== asked.email ? [takePendingLink(pending, overtaken)] : [];
    },
    /**
     * Uses the token up, so that of many concurrent uses one succeeds; throws `INVALID_TOKEN` also when its link no longer
     * counts.
     */
    consume: (token: OneTimeToken): Write[] => [
      remove(oneTimeTokens, token, { conflict: invalidToken }),
      takePendingLink(token, invalidToken),
    ],
  };
}

/** The token was never valid, was used, was ended or has expired: the client need not know which. */
export function invalidToken(): InvalidInput {
  return new InvalidInput('INVALID_TOKEN', 'The token is not valid, was used already, or has expired.');
}
