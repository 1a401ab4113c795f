import * as z from 'zod';
import { equals } from '../../../data/condition.ts';
import { entity } from '../../../data/entity.ts';
import { at } from '../../../data/read.ts';
import { remove, upsert, type Write } from '../../../data/write.ts';
import { id, instant, keptEmail, type Output, schema } from '../../../schemas.ts';
import { type OneTimePurpose, oneTimePurposes } from './token-hash.ts';

/** Whose a link is; a forgotten password is asked for by address, whether or not there is anybody. */
export const linkOwner = schema(() => z.union([z.object({ userId: id() }), z.object({ emailHash: z.string() })]));
export type LinkOwner = Output<typeof linkOwner>;

/** A link that was mailed: what it is for, whose it is, and until when. */
interface Link {
  readonly purpose: OneTimePurpose;
  readonly owner: LinkOwner;
  /** Of its token. */
  readonly hash: string;
  /** The address that it would make the person's. */
  readonly email?: string | undefined;
  readonly endsAt: string;
}

/** Names the one link of a purpose that counts: the newest of its owner, until something ends it. */
const pendingLinks = entity({
  name: 'pending-link',
  table: 'identity',
  schema: schema(() =>
    z.object({
      owner: linkOwner(),
      purpose: z.enum(oneTimePurposes),
      hash: z.string(),
      email: keptEmail().optional(),
      endsAt: instant(),
    }),
  ),
  key: ({ owner, purpose }: Pick<Link, 'owner' | 'purpose'>) => ({ pk: `LINKS#${partitionOf(owner)}`, sk: purpose }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

/** Who owns the links of a purpose. */
const ownerKinds: Readonly<Record<OneTimePurpose, 'person' | 'address'>> = {
  'verify-email': 'person',
  'reset-password': 'address',
  'change-email': 'person',
  invitation: 'person',
};

/** Makes a link the one that counts, in the place of any before. */
export function setPendingLink({ owner, purpose, hash, email, endsAt }: Link): Write {
  return upsert(
    pendingLinks,
    { owner, purpose },
    {
      set: { owner, purpose, hash, endsAt, ...(email !== undefined && { email }) },
      expiresAt: new Date(endsAt),
      conflict: () => new Error('A link is set without a condition'),
    },
  );
}

/** Refers to the link of a purpose that counts, if any does. */
export function pendingLinkAt({ owner, purpose }: Pick<Link, 'owner' | 'purpose'>) {
  return at(pendingLinks, { owner, purpose });
}

/** Demands that a link is the one that counts, after which none does. */
export function takePendingLink({ owner, purpose, hash }: Link, ended: () => Error): Write {
  return remove(pendingLinks, { owner, purpose }, { when: equals('hash', hash), conflict: ended });
}

/** Ends every link of a person, or all but the one of a purpose. */
export function endLinksOfPerson(userId: string, except?: OneTimePurpose): Write[] {
  return endLinks('person', { userId }, except);
}

/** Ends every link that was asked for by an address, or all but the one of a purpose. */
export function endLinksOfAddress(emailHash: string, except?: OneTimePurpose): Write[] {
  return endLinks('address', { emailHash }, except);
}

function endLinks(kind: 'person' | 'address', owner: LinkOwner, except: OneTimePurpose | undefined): Write[] {
  return oneTimePurposes
    .filter((purpose) => ownerKinds[purpose] === kind && purpose !== except)
    .map((purpose) => remove(pendingLinks, { owner, purpose }));
}

function partitionOf(owner: LinkOwner): string {
  return 'userId' in owner ? `USER#${owner.userId}` : `EMAIL#${owner.emailHash}`;
}
