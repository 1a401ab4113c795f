import { createHash } from 'node:crypto';
import * as z from 'zod';
import { equals } from '../../../data/condition.ts';
import { entity } from '../../../data/entity.ts';
import { at } from '../../../data/read.ts';
import { insert, remove, update, type Write } from '../../../data/write.ts';
import { Conflict, NotFound } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { id, instant, type Output, schema } from '../../../schemas.ts';

/** A person as another issuer knows them: its `iss` and their `sub`. */
export interface OutsideIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** An identity as it is kept, by its hash. */
export interface HashedIdentity {
  readonly issuer: string;
  readonly identityHash: string;
}

/** The person to whom an identity is linked. */
export const identityLinks = entity({
  name: 'identity-link',
  table: 'identity',
  schema: schema(() => z.object({ identityHash: z.string(), userId: id(), linkedAt: instant() })),
  key: (link: { identityHash: string }) => ({ pk: `IDENTITY#${link.identityHash}`, sk: 'IDENTITY' }),
});

/** The link as seen from the person, so that a person's links can be listed. */
const personLink = schema(() =>
  z.object({ userId: id(), identityHash: z.string(), issuer: z.string(), linkedAt: instant() }),
);
export type PersonLink = Output<typeof personLink>;

const personLinks = entity({
  name: 'person-link',
  table: 'identity',
  schema: personLink,
  key: (link: { userId: string; identityHash: string }) => ({
    pk: `USER#${link.userId}`,
    sk: `IDENTITY#${link.identityHash}`,
  }),
});

export function createOutsideIdentityRepository({ read }: Pick<Platform, 'read'>) {
  return {
    /** Finds the person's id by a consistent batch read of one item, which is what the session check is granted. */
    async findUserId({ identityHash }: Pick<HashedIdentity, 'identityHash'>): Promise<string | undefined> {
      const [link] = await read.findTogether([at(identityLinks, { identityHash })]);
      return link?.userId;
    },

    /** Lists what is linked to a person: at most a hundred identities, in no order. */
    async listOf(userId: string): Promise<readonly PersonLink[]> {
      const selection = { partition: `USER#${userId}`, range: { prefix: 'IDENTITY#' }, limit: 100, consistent: true };
      const { items } = await read.query(personLinks, selection);
      return items.map(({ version: _, ...link }) => link);
    },

    /** Links an identity to a person; throws `IDENTITY_LINKED` when it is linked already. */
    insert: ({ issuer, identityHash }: HashedIdentity, userId: string, linkedAt: string): readonly Write[] => [
      insert(identityLinks, { identityHash, userId, linkedAt }, { conflict: identityLinked }),
      insert(personLinks, { userId, identityHash, issuer, linkedAt }, { conflict: identityLinked }),
    ],

    /** Moves an identity from one person to another; throws `IDENTITY_CHANGED` when it is no longer the first person's. */
    move: ({ issuer, identityHash }: HashedIdentity, from: string, to: string, linkedAt: string): readonly Write[] => [
      update(
        identityLinks,
        { identityHash },
        { set: { userId: to, linkedAt }, when: equals('userId', from), conflict: identityChanged },
      ),
      remove(personLinks, { userId: from, identityHash }),
      insert(personLinks, { userId: to, identityHash, issuer, linkedAt }, { conflict: identityLinked }),
    ],

    /**
     * Removes a link; throws `IDENTITY_NOT_LINKED` when it is gone already, and `IDENTITY_CHANGED` when the identity is another
     * person's.
     */
    remove: ({ identityHash }: HashedIdentity, userId: string): readonly Write[] => [
      remove(
        identityLinks,
        { identityHash },
        { when: equals('userId', userId), conflict: (old) => (old ? identityChanged() : identityNotLinked()) },
      ),
      remove(personLinks, { userId, identityHash }),
    ],
  };
}

/** Hashes an identity (SHA-256 in base64url) for keys and audit entries, as some issuers' subjects are mail addresses. */
export function hashIdentity({ issuer, subject }: OutsideIdentity): HashedIdentity {
  const identityHash = createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('base64url');
  return { issuer, identityHash };
}

export function identityLinked(): Conflict {
  return new Conflict('IDENTITY_LINKED', 'The identity is linked to another person already.');
}

export function identityNotLinked(): NotFound {
  return new NotFound('IDENTITY_NOT_LINKED', 'The identity is linked to nobody.');
}

function identityChanged(): Conflict {
  return new Conflict('IDENTITY_CHANGED', 'Somebody else changed the link at the same time; look at it again.');
}
