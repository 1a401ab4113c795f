import * as z from 'zod';
import { equals } from '../../../data/condition.ts';
import { entity } from '../../../data/entity.ts';
import { at } from '../../../data/read.ts';
import { remove, upsert, type Write } from '../../../data/write.ts';
import { id, instant, keptEmail, type Output, schema } from '../../../schemas.ts';
import { type OneTimePurpose, oneTimePurposes } from './token-hash.ts';

/** The owner of a link; who forgot the password asks by address, whether or not anybody has it. */
export const linkOwner = schema(() => z.union([z.object({ userId: id() }), z.object({ emailHash: z.string() })]));
export type LinkOwner = Output<typeof linkOwner>;

/** A link that was mailed: its purpose, its owner, and until when it is valid. */
interface Link {
  readonly purpose: OneTimePurpose;
  readonly owner: LinkOwner;
  /** The hash of its token. */
  readonly hash: string;
  /** The address that the link would make the person's. */
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

/** The kind of owner that the links of a purpose have. */
const ownerKinds: Readonly<Record<OneTimePurpose, 'person' | 'address'>> = {
  'verify-email': 'person',
  'reset-password': 'address',
  'change-email': 'person',
  invitation: 'person',
};

/** Makes a link the one that counts, in the place of any earlier one. */
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

/** Uses up the link that counts; throws the error of `ended` where another one counts, or none. */
export function takePendingLink({ owner, purpose, hash }: Link, ended: () => Error): Write {
  return remove(pendingLinks, { owner, purpose }, { when: equals('hash', hash), conflict: ended });
}

/** Ends every link of a person, or all but the one of the purpose `except`. */
export function endLinksOfPerson(userId: string, except?: OneTimePurpose): Write[] {
  return endLinks('person', { userId }, except);
}

/** Ends every link that was asked for by an address, or all but the one of the purpose `except`. */
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
