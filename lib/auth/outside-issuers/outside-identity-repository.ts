import { createHash } from 'node:crypto';
import * as z from 'zod';
import { entity } from '../../data/entity.ts';
import { at, createReader, type Reader } from '../../data/read.ts';
import { insert, type Write } from '../../data/write.ts';
import { Conflict } from '../../errors.ts';
import { id, instant } from '../../schemas.ts';

/** A person as another issuer knows them: its `iss` and their `sub`. */
export interface OutsideIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** Who an identity is here. */
const identityLinks = entity({
  name: 'identity-link',
  table: 'identity',
  schema: z.object({ identityHash: z.string(), userId: id, linkedAt: instant }),
  key: (link: { identityHash: string }) => ({ pk: `IDENTITY#${link.identityHash}`, sk: 'IDENTITY' }),
});

export type OutsideIdentityRepository = ReturnType<typeof createOutsideIdentityRepository>;

export function createOutsideIdentityRepository({ read = createReader() }: { readonly read?: Reader } = {}) {
  return {
    /** The person's id; one consistent read, by the right that the session check has anyway. */
    async findUserId(identity: OutsideIdentity): Promise<string | undefined> {
      const [link] = await read.findTogether([at(identityLinks, { identityHash: identityHashOf(identity) })]);
      return link?.userId;
    },

    /** Throws `IDENTITY_LINKED` when the identity is somebody's already. */
    insert: (identity: OutsideIdentity, userId: string, linkedAt: string): Write =>
      insert(identityLinks, { identityHash: identityHashOf(identity), userId, linkedAt }, { conflict: identityLinked }),
  };
}

/** What stands for an identity in keys and audit entries, for some issuers' subjects are addresses: SHA-256 in base64url. */
export function identityHashOf({ issuer, subject }: OutsideIdentity): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('base64url');
}

function identityLinked(): Conflict {
  return new Conflict('IDENTITY_LINKED', 'The identity is linked to a person already.');
}
