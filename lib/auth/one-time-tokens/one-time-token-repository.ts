import * as z from 'zod';
import { entity } from '../../data/entity.ts';
import { at, createReader, type Reader } from '../../data/read.ts';
import { insert, remove, type Write } from '../../data/write.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import { id, instant, keptEmail } from '../../schemas.ts';

/** A one-time token that was handed out; only its hash, which also binds its purpose, is kept. */
const oneTimeToken = z.object({
  hash: z.string(),
  /** Whose it is; a forgotten password is asked for by address, whether or not there is anybody. */
  owner: z.union([z.object({ userId: id }), z.object({ emailHash: z.string() })]),
  /** The address that it would make the person's, where that is what it is for. */
  email: keptEmail.optional(),
  issuedAt: instant,
  endsAt: instant,
});
export type OneTimeToken = z.output<typeof oneTimeToken>;

const oneTimeTokens = entity({
  name: 'one-time-token',
  table: 'identity',
  schema: oneTimeToken,
  key: (token: { hash: string }) => ({ pk: `TOKEN#${token.hash}`, sk: 'TOKEN' }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

export type OneTimeTokenRepository = ReturnType<typeof createOneTimeTokenRepository>;

export function createOneTimeTokenRepository({ read = createReader() }: { readonly read?: Reader } = {}) {
  return {
    /** Throws `INVALID_TOKEN` for what was never handed out, was used, or has expired. */
    get: (hash: string) => read.get(oneTimeTokens, { hash }, invalidToken),
    /** A token whose owner is known by id; throws `INVALID_TOKEN`, for any other too. */
    async getOwned(hash: string): Promise<OneTimeToken & { readonly userId: string }> {
      const token = await read.get(oneTimeTokens, { hash }, invalidToken);
      if (!('userId' in token.owner)) throw invalidToken();
      return { ...token, userId: token.owner.userId };
    },
    find: (hash: string) => read.find(oneTimeTokens, { hash }),
    /** Refers to a token, to be read together with other items. */
    at: (hash: string) => at(oneTimeTokens, { hash }),
    insert: (token: OneTimeToken): Write =>
      insert(oneTimeTokens, token, { conflict: () => new Conflict('DUPLICATE_TOKEN', 'The token exists already.') }),
    /** Uses the token up: of many at once, one goes through. */
    consume: (hash: string): Write => remove(oneTimeTokens, { hash }, { conflict: invalidToken }),
  };
}

/** Never valid, used or expired: the client need not know which. */
export function invalidToken(): InvalidInput {
  return new InvalidInput('INVALID_TOKEN', 'The token is not valid, was used already, or has expired.');
}
