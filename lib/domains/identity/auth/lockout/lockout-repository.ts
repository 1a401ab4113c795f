import * as z from 'zod';
import { later } from '../../../../clock.ts';
import { absent, allOf, anyOf, equals, greaterThan, lessThan } from '../../../../data/condition.ts';
import { ItemContended } from '../../../../data/database.ts';
import { entity, toSeconds } from '../../../../data/entity.ts';
import { insert, remove, update, upsert, type Write } from '../../../../data/write.ts';
import { instant, type Output, schema } from '../../../../schemas.ts';
import { freeTriesLife, lockedTriesLife } from '../../durations.ts';
import type { TriesPlace } from './tries-place.ts';

/** How many attempts are free; the last of them already makes the next one wait. */
export const freeTries = 10;

/** The attempts at one place since the last successful one there. */
const tries = schema(() =>
  z.object({
    account: z.string(),
    unlocks: z.int().min(0),
    source: z.string(),
    /** Attempts that were let in and not given back. */
    attempts: z.int().min(0),
    /** Attempts among them that are known to have failed; the others are undecided. */
    failures: z.int().min(0),
    /** When the latest attempt was let in. */
    lastAt: instant(),
    endsAt: instant(),
  }),
);
export type Tries = Output<typeof tries>;

const signInTries = entity({
  name: 'sign-in-tries',
  table: 'identity',
  schema: tries,
  key: ({ account, unlocks, source }: TriesPlace) => ({ pk: `LOCKOUT#${account}#${unlocks}`, sk: source }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

/** The stored attempts are no longer those that a write was made for. */
export class TriesChanged extends Error {
  override readonly name = 'TriesChanged';
  /** The attempts as they are now; undefined when there are no recent ones. */
  readonly tries: Tries | undefined;

  constructor(found: Tries | undefined) {
    super('Others try to sign in at the same moment');
    this.tries = found;
  }
}

/** Whether the error says that others kept writing the same items at the same moment. */
export function isContended(error: unknown): boolean {
  return error instanceof ItemContended;
}

/** The writes that count attempts; each but `clear` is conditional, and throws `TriesChanged`. */
export function createLockoutRepository() {
  const conflict = (found: Tries | undefined) => new TriesChanged(found);

  return {
    /** Adds a free attempt, be it the first, that is not the last free one. */
    add(place: TriesPlace, now: Date): Write {
      const ends = later(now, freeTriesLife);
      const some = allOf(lessThan('attempts', freeTries - 1), greaterThan('expiresAt', toSeconds(now)));
      return upsert(signInTries, place, {
        set: { ...idOf(place), lastAt: now.toISOString(), endsAt: ends.toISOString() },
        add: { attempts: 1, failures: 0 },
        expiresAt: ends,
        when: anyOf(absent('pk'), some),
        conflict,
      });
    },

    /** Counts the first attempt, in the place of expired ones. */
    begin(place: TriesPlace, now: Date): Write {
      const endsAt = later(now, freeTriesLife).toISOString();
      const first = { attempts: 1, failures: 0, lastAt: now.toISOString(), endsAt };
      return insert(signInTries, { ...idOf(place), ...first }, { conflict });
    },

    /**
     * Adds an attempt after which the next one waits. Attempts from before a wait count as failed, since nobody will report on
     * them any more.
     */
    lock(place: TriesPlace, { attempts, lastAt }: Tries, now: Date): Write {
      const ends = later(now, lockedTriesLife);
      const failed = attempts >= freeTries && { failures: attempts };
      return update(signInTries, place, {
        set: { ...failed, lastAt: now.toISOString(), endsAt: ends.toISOString() },
        add: { attempts: 1 },
        expiresAt: ends,
        when: allOf(equals('attempts', attempts), equals('lastAt', lastAt)),
        conflict,
      });
    },

    /** Records that an attempt has failed. */
    fail: (place: TriesPlace): Write => update(signInTries, place, { add: { failures: 1 }, conflict }),

    /** Takes an attempt off the count, since its proof was right. */
    giveBack: (place: TriesPlace): Write =>
      update(signInTries, place, { add: { attempts: -1 }, when: greaterThan('attempts', 0), conflict }),

    clear: (place: TriesPlace): Write => remove(signInTries, place),
  };
}

function idOf({ account, unlocks, source }: TriesPlace): TriesPlace {
  return { account, unlocks, source };
}
