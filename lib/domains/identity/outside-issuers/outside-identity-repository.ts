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

/** An identity as it is kept. */
export interface HashedIdentity {
  readonly issuer: string;
  readonly identityHash: string;
}

/** Who an identity is here. */
export const identityLinks = entity({
  name: 'identity-link',
  table: 'identity',
  schema: schema(() => z.object({ identityHash: z.string(), userId: id(), linkedAt: instant() })),
  key: (link: { identityHash: string }) => ({ pk: `IDENTITY#${link.identityHash}`, sk: 'IDENTITY' }),
});

/** The same seen from the person, so that somebody's links can be listed. */
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
    /** The person's id; one consistent read, as a batch of one, which is what the session check may do. */
    async findUserId({ identityHash }: Pick<HashedIdentity, 'identityHash'>): Promise<string | undefined> {
      const [link] = await read.findTogether([at(identityLinks, { identityHash })]);
      return link?.userId;
    },

    /** What is linked to a person: a hundred at most, in no order. */
    async listOf(userId: string): Promise<readonly PersonLink[]> {
      const selection = { partition: `USER#${userId}`, range: { prefix: 'IDENTITY#' }, limit: 100, consistent: true };
      const { items } = await read.query(personLinks, selection);
      return items.map(({ version: _, ...link }) => link);
    },

    /** Throws `IDENTITY_LINKED` when the identity is somebody's already. */
    insert: ({ issuer, identityHash }: HashedIdentity, userId: string, linkedAt: string): readonly Write[] => [
      insert(identityLinks, { identityHash, userId, linkedAt }, { conflict: identityLinked }),
      insert(personLinks, { userId, identityHash, issuer, linkedAt }, { conflict: identityLinked }),
    ],

    /** Gives the identity of one person to another; throws `IDENTITY_CHANGED` when it is not that person's any more. */
    move: ({ issuer, identityHash }: HashedIdentity, from: string, to: string, linkedAt: string): readonly Write[] => [
      update(
        identityLinks,
        { identityHash },
        { set: { userId: to, linkedAt }, when: equals('userId', from), conflict: identityChanged },
      ),
      remove(personLinks, { userId: from, identityHash }),
      insert(personLinks, { userId: to, identityHash, issuer, linkedAt }, { conflict: identityLinked }),
    ],

    /** Throws `IDENTITY_NOT_LINKED` when it is nobody's any more, `IDENTITY_CHANGED` when it is another's. */
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

/** What stands for an identity in keys and audit entries, for some issuers' subjects are addresses: SHA-256 in base64url. */
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
