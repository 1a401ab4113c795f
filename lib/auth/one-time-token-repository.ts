import * as z from 'zod';
import { entity } from '../data/entity.ts';
import { createReader, type Reader } from '../data/read.ts';
import { insert, remove, type Write } from '../data/write.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import { id, instant } from '../schemas.ts';

/** A one-time token that was handed out; only its hash, which also binds its purpose, is kept. */
const oneTimeToken = z.object({ hash: z.string(), userId: id, endsAt: instant });
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
    insert: (token: OneTimeToken): Write =>
      insert(oneTimeTokens, token, { conflict: () => new Conflict('DUPLICATE_TOKEN', 'The token exists already.') }),
    /** Uses the token up: of many at once, one goes through. */
    consume: (hash: string): Write => remove(oneTimeTokens, { hash }, { conflict: invalidToken }),
  };
}

/** Never valid, used or expired: the client need not know which. */
function invalidToken(): InvalidInput {
  return new InvalidInput('INVALID_TOKEN', 'The token is not valid, was used already, or has expired.');
}
