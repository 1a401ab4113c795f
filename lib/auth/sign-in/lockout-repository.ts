import { createHash } from 'node:crypto';
import * as z from 'zod';
import { later } from '../../clock.ts';
import { absent, allOf, anyOf, equals, greaterThan, lessThan } from '../../data/condition.ts';
import { entity, toSeconds } from '../../data/entity.ts';
import { insert, remove, update, upsert, type Write } from '../../data/write.ts';
import { networkOf } from '../../network.ts';
import { instant } from '../../schemas.ts';

/** Tries that are free: the last of them already makes the next one wait. */
export const freeTries = 10;
const freeMilliseconds = 15 * 60 * 1_000;
const lockedMilliseconds = 24 * 60 * 60 * 1_000;
const noticeMilliseconds = 60 * 60 * 1_000;

/** An account, whether or not there is one, and from where somebody tries to come into it. */
export interface SignInPlace {
  readonly emailHash: string;
  /** The account's `unlocks`, 0 where there is none: once it is raised, everything is counted anew. */
  readonly unlocks: number;
  /** Network address. */
  readonly address: string;
  /** A device that the account's owner has signed in on; its tries are counted apart from those of the network. */
  readonly deviceId?: string | undefined;
}

/** Tries from one place that no success has followed yet. */
const tries = z.object({
  emailHash: z.string(),
  unlocks: z.int().min(0),
  source: z.string(),
  attempts: z.int().min(1),
  /** When the next try is let in; absent while they are free. */
  retryAt: instant.optional(),
  endsAt: instant,
});
export type Tries = z.output<typeof tries>;
type TriesId = Pick<Tries, 'emailHash' | 'unlocks' | 'source'>;

const signInTries = entity({
  name: 'sign-in-tries',
  table: 'identity',
  schema: tries,
  key: ({ emailHash, unlocks, source }: TriesId) => ({ pk: `LOCKOUT#${emailHash}#${unlocks}`, sk: source }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

/** What stands once for an account: that its owner was told of a lock, and what is written where nobody has the address. */
const marker = (name: string) =>
  entity({
    name: `lockout-${name}`,
    table: 'identity',
    schema: z.object({ emailHash: z.string(), endsAt: instant }),
    key: ({ emailHash }: { emailHash: string }) => ({ pk: `LOCKOUT#${emailHash}`, sk: name.toUpperCase() }),
    expiresAt: ({ endsAt }) => new Date(endsAt),
  });
const notices = marker('notice');
const decoys = marker('decoy');

/** The tries are others by now than those which a write was made for. */
export class TriesChanged extends Error {
  override readonly name = 'TriesChanged';
  /** As they are; undefined when there are none of late. */
  readonly tries: Tries | undefined;

  constructor(found: Tries | undefined) {
    super('Others try to sign in at the same moment');
    this.tries = found;
  }
}

/** The owner was told of a lock within the hour. */
export class NoticeGiven extends Error {
  override readonly name = 'NoticeGiven';
}

export type LockoutRepository = ReturnType<typeof createLockoutRepository>;

/** The writes that count tries; each but `clear` and `decoy` is conditional. */
export function createLockoutRepository() {
  const conflict = (found: Tries | undefined) => new TriesChanged(found);

  return {
    /** Adds a free try that is not the last one, be it the first; throws `TriesChanged`. */
    add(place: SignInPlace, now: Date): Write {
      const ends = later(now, freeMilliseconds);
      const some = allOf(lessThan('attempts', freeTries - 1), greaterThan('expiresAt', toSeconds(now)));
      return upsert(signInTries, idOf(place), {
        set: { ...idOf(place), endsAt: ends.toISOString() },
        add: { attempts: 1 },
        expiresAt: ends,
        when: anyOf(absent('pk'), some),
        conflict,
      });
    },

    /** Counts the first try in the place of expired ones; throws `TriesChanged`. */
    begin(place: SignInPlace, now: Date): Write {
      const endsAt = later(now, freeMilliseconds).toISOString();
      return insert(signInTries, { ...idOf(place), attempts: 1, endsAt }, { conflict });
    },

    /** Adds a try after which the next one waits; throws `TriesChanged`. */
    lock(place: SignInPlace, seen: Tries, retryAt: Date, now: Date): Write {
      const ends = later(now, lockedMilliseconds);
      return update(signInTries, idOf(place), {
        set: { retryAt: retryAt.toISOString(), endsAt: ends.toISOString() },
        add: { attempts: 1 },
        expiresAt: ends,
        when: seen.retryAt ? equals('retryAt', seen.retryAt) : equals('attempts', seen.attempts),
        conflict,
      });
    },

    clear: (place: SignInPlace): Write => remove(signInTries, idOf(place)),

    /** Claims the one notice of an account's hour; throws `NoticeGiven`. */
    claimNotice: (emailHash: string, now: Date): Write =>
      insert(
        notices,
        { emailHash, endsAt: later(now, noticeMilliseconds).toISOString() },
        { conflict: () => new NoticeGiven() },
      ),

    /** Means nothing: where nobody has the address, as much is written as where the person's item is marked. */
    decoy: (emailHash: string, until: Date): Write =>
      upsert(
        decoys,
        { emailHash },
        { set: { emailHash, endsAt: until.toISOString() }, expiresAt: until, conflict: () => new NoticeGiven() },
      ),
  };
}

/** A network's address tells where a person is, and a key may reach a log: it stands there as a hash. */
function idOf({ emailHash, unlocks, address, deviceId }: SignInPlace): TriesId {
  const network = createHash('sha256').update(networkOf(address)).digest('base64url');
  return { emailHash, unlocks, source: deviceId === undefined ? `NETWORK#${network}` : `DEVICE#${deviceId}` };
}
