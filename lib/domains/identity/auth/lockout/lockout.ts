import { later, minute } from '../../../../clock.ts';
import type { Write } from '../../../../data/write.ts';
import { TooManyRequests, Unauthenticated } from '../../../../errors.ts';
import { count } from '../../../../metrics.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { longestLock, undecidedTry } from '../../durations.ts';
import { signInsLocked } from '../../metrics.ts';
import { createLockoutRepository, freeTries, isContended, type Tries, TriesChanged } from './lockout-repository.ts';
import { SignInCrowded, SignInOvertaken } from './sign-in-overtaken.ts';
import type { TriesPlace } from './tries-place.ts';

/** An attempt whose proof, a password or a code, may be checked. */
export interface Attempt {
  /** The instant until which others at this place wait unless this attempt succeeds; absent before the tenth. */
  readonly lockedUntil?: Date;
  /** Whether this attempt is the last free one. */
  readonly isLastFree?: boolean;
}

/** Pauses before each further look at undecided attempts, a second in all. */
const pauses = [100, 200, 300, 400] as const;
/** How many looks an attempt may lose to concurrent ones, each of which got on. */
const mostLooks = 20;

/** Makes those wait who keep guessing: ten tries at a place are free, then it takes longer each time. */
export function createLockout({ writeAlone, clock, sleep }: Pick<Platform, 'writeAlone' | 'clock' | 'sleep'>) {
  const tries = createLockoutRepository();

  /**
   * The write that counts an attempt, given the attempts as they were found, if they were read; undefined while some are
   * undecided.
   */
  function next(place: TriesPlace, found: TriesChanged | undefined): (Attempt & { readonly write: Write }) | undefined {
    const now = clock();
    if (!found) return { write: tries.add(place, now) };
    const seen = found.tries;
    if (!seen) return { write: tries.begin(place, now) };
    if (seen.attempts < freeTries - 1) return { write: tries.add(place, now) };
    const isLastFree = seen.attempts < freeTries;
    if (!isLastFree && isUndecided(seen, now)) return undefined;
    if (!isLastFree) requireWaited(seen, now);
    const lockedUntil = later(now, waitAfter(seen.attempts + 1));
    return { write: tries.lock(place, seen, now), lockedUntil, isLastFree };
  }

  /** Records an outcome; it is no matter if the attempts were forgotten meanwhile. */
  async function conclude(write: Write): Promise<void> {
    await writeAlone(write).catch((error: unknown) => {
      if (!(error instanceof TriesChanged || isContended(error))) throw error;
    });
  }

  return {
    /**
     * Counts an attempt before its proof is checked; waits up to a second for others that may yet prove to be no failures.
     * Throws `TOO_MANY_ATTEMPTS`.
     */
    async begin(place: TriesPlace): Promise<Attempt> {
      const left = [...pauses];
      let found: TriesChanged | undefined;
      for (let look = 0; look < mostLooks; look++) {
        const step = next(place, found);
        if (step) {
          const { write, ...attempt } = step;
          found = await writeAlone(write).then(() => undefined, changeOf);
          if (!found) return attempt;
        } else {
          await sleep(left.shift() ?? giveUp());
          found = undefined;
        }
      }
      return giveUp();
    },

    /**
     * Does the work of an attempt that was let in; the work itself clears the attempts where it succeeds. A refusal is recorded
     * as a failure, and an attempt that was overtaken is taken off the count.
     */
    async settle<T>(place: TriesPlace, work: () => Promise<T>): Promise<T> {
      try {
        return await work();
      } catch (error) {
        const overtaken = isContended(error) ? new SignInOvertaken(error) : error;
        if (overtaken instanceof SignInOvertaken) await conclude(tries.giveBack(place));
        if (overtaken instanceof Unauthenticated) await conclude(tries.fail(place));
        throw overtaken;
      }
    },

    /** Takes an attempt off the count that was no failure, without forgetting those before it. */
    giveBack: (place: TriesPlace): Promise<void> => conclude(tries.giveBack(place)),

    /** Forgets the attempts at a place, in the transaction of a success there. */
    clear: (place: TriesPlace): Write => tries.clear(place),
  };
}

function isUndecided({ attempts, failures, lastAt }: Tries, now: Date): boolean {
  return failures < attempts && now.getTime() - Date.parse(lastAt) < undecidedTry;
}

/** Throws `TOO_MANY_ATTEMPTS` while the wait after the latest attempt is not over. */
function requireWaited({ attempts, lastAt }: Tries, now: Date): void {
  const retryAfter = (Date.parse(lastAt) + waitAfter(attempts) - now.getTime()) / 1_000;
  if (retryAfter <= 0) return;
  count(signInsLocked);
  throw new TooManyRequests('TOO_MANY_ATTEMPTS', 'Too many failed attempts. Wait before you try again.', {
    retryAfter,
  });
}

/** The wait in milliseconds after so many attempts: 1, 2, 4 … minutes from the last free one on, and at most an hour. */
function waitAfter(attempts: Tries['attempts']): number {
  return Math.min(2 ** (attempts - freeTries) * minute, longestLock);
}

function giveUp(): never {
  throw new SignInCrowded();
}

function changeOf(error: unknown): TriesChanged {
  if (error instanceof TriesChanged) return error;
  throw isContended(error) ? new SignInCrowded(error) : error;
}
