import { type Clock, later, systemClock } from '../../clock.ts';
import type { Write } from '../../data/write.ts';
import { createWriteAlone, type WriteAlone } from '../../data/write-alone.ts';
import { TooManyRequests, Unavailable } from '../../errors.ts';
import { count } from '../../metrics.ts';
import {
  createLockoutRepository,
  freeTries,
  type LockoutRepository,
  type SignInPlace,
  type Tries,
  TriesChanged,
} from './lockout-repository.ts';

/** A try that may go on to the password. */
export interface Admission {
  /** From the tenth on: until when others from this place wait, unless this one succeeds. */
  readonly lockedUntil?: Date;
  /** It is the one that the free tries end with. */
  readonly isLastFree?: boolean;
}

const mostMinutes = 60;
/** Rivals at one place change the tries three times at most, unless others succeed there meanwhile. */
const mostLooks = 10;

export type Lockout = ReturnType<typeof createLockout>;

/** Makes those wait who keep guessing: ten tries for each account and network are free, then it takes longer each time. */
export function createLockout({
  tries = createLockoutRepository(),
  writeAlone = createWriteAlone(),
  clock = systemClock,
}: {
  readonly tries?: Pick<LockoutRepository, 'add' | 'begin' | 'lock' | 'clear'>;
  readonly writeAlone?: WriteAlone;
  readonly clock?: Clock;
} = {}) {
  /** What counts a try, going by the tries as they were found, if anybody has looked; throws `TOO_MANY_ATTEMPTS`. */
  function next(place: SignInPlace, found: TriesChanged | undefined): Admission & { readonly write: Write } {
    const now = clock();
    if (!found) return { write: tries.add(place, now) };
    const seen = found.tries;
    if (!seen) return { write: tries.begin(place, now) };
    if (seen.attempts < freeTries - 1) return { write: tries.add(place, now) };
    if (seen.retryAt && now < new Date(seen.retryAt)) throw tooManyAttempts(seen.retryAt, now);
    const lockedUntil = later(now, waitAfter(seen.attempts + 1));
    const isLastFree = seen.attempts + 1 === freeTries;
    return { write: tries.lock(place, seen, lockedUntil, now), lockedUntil, isLastFree };
  }

  return {
    /** Counts a try before its password is looked at; throws `TOO_MANY_ATTEMPTS`. */
    async admit(place: SignInPlace): Promise<Admission> {
      let found: TriesChanged | undefined;
      for (let look = 0; look < mostLooks; look++) {
        const { write, ...admission } = next(place, found);
        const rival = await writeAlone(write).then(() => undefined, changeOf);
        if (!rival) return admission;
        found = rival;
      }
      throw new Unavailable('DATABASE_UNAVAILABLE', 'The service is not available at the moment. Try again.');
    },

    /** Forgets the tries from a place, in the transaction of a success there. */
    clear: (place: SignInPlace): Write => tries.clear(place),
  };
}

/** 1, 2, 4 … minutes from the last free try on, and at most an hour; in milliseconds. */
function waitAfter(attempts: Tries['attempts']): number {
  return Math.min(2 ** (attempts - freeTries), mostMinutes) * 60_000;
}

function changeOf(error: unknown): TriesChanged {
  if (error instanceof TriesChanged) return error;
  throw error;
}

function tooManyAttempts(retryAt: string, now: Date): TooManyRequests {
  count('sign_ins.locked');
  const retryAfter = (Date.parse(retryAt) - now.getTime()) / 1_000;
  return new TooManyRequests('TOO_MANY_ATTEMPTS', 'Too many failed attempts. Wait before you try again.', {
    retryAfter,
  });
}
