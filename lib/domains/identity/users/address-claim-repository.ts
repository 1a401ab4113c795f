import * as z from 'zod';
import { later } from '../../../clock.ts';
import { absent, anyOf, atMost, type Condition, equals } from '../../../data/condition.ts';
import { entity, toSeconds } from '../../../data/entity.ts';
import { at } from '../../../data/read.ts';
import { insert, remove, upsert, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import { id, instant, schema } from '../../../schemas.ts';
import { addressClaimLife } from '../durations.ts';
import { endLinksOfAddress } from '../links/pending-link-repository.ts';

/** Marks an address as taken. DynamoDB has no unique attribute but the key, which may reach a log and so holds a hash. */
export const emailClaims = entity({
  name: 'email-claim',
  table: 'identity',
  schema: schema(() => z.object({ emailHash: z.string(), userId: id() })),
  key: (claim: { emailHash: string }) => ({ pk: `EMAIL#${claim.emailHash}`, sk: 'EMAIL' }),
});

/** Counts, as the item's version, how often an address was taken: once it was given up and taken again, it is not the same. */
const claimCounts = entity({
  name: 'email-claim-count',
  table: 'identity',
  schema: schema(() => z.object({ emailHash: z.string(), endsAt: instant() })),
  key: (claim: { emailHash: string }) => ({ pk: `EMAIL#${claim.emailHash}`, sk: 'CLAIMS' }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

/** Who takes an address, and when. */
interface Claim {
  readonly emailHash: string;
  readonly userId: string;
  readonly now: Date;
  /** How often the address may have been taken before; any number of times where it is undefined. */
  readonly claims?: number | undefined;
}

/** Refers to the count of how often an address was taken lately, which is the version of the item that is found. */
export function claimCountAt(emailHash: string) {
  return at(claimCounts, { emailHash });
}

/** Takes an address, which ends what others asked for by it; throws `DUPLICATE_EMAIL`. */
export function claimEmail({ emailHash, userId, now, claims }: Claim): Write[] {
  const ends = later(now, addressClaimLife);
  const when = claims === undefined ? undefined : takenSoOften(claims, now);
  return [
    insert(emailClaims, { emailHash, userId }, { conflict: duplicateEmail }),
    upsert(
      claimCounts,
      { emailHash },
      {
        set: { emailHash, endsAt: ends.toISOString() },
        expiresAt: ends,
        ...(when && { when }),
        conflict: duplicateEmail,
      },
    ),
    ...endLinksOfAddress(emailHash),
  ];
}

/** Gives an address up, for anybody to take; taking it ends what was asked for by it before. */
export function releaseEmail(emailHash: string, conflict: () => Error): Write {
  return remove(emailClaims, { emailHash }, { conflict });
}

function takenSoOften(claims: number, now: Date): Condition {
  return claims > 0 ? equals('version', claims) : anyOf(absent('pk'), atMost('expiresAt', toSeconds(now)));
}

/** Somebody has the address. */
export function duplicateEmail(): Error {
  return new Conflict('DUPLICATE_EMAIL', 'There is an account with this email address already.');
}
