import { later } from '../clock.ts';
import { absent, allOf, anyOf, atMost, equals, lessThan } from '../data/condition.ts';
import { type Stored, toSeconds } from '../data/entity.ts';
import { update, upsert } from '../data/write.ts';
import { log } from '../log.ts';
import type { Platform } from '../platform/platform.ts';
import { type Claim, claimExpiry, claims, type Effect } from './claims.ts';
import { AlreadyDone, Park, Retry } from './decisions.ts';

/**
 * How many milliseconds an effect is leased to one worker: more than the 4 s that a mail may take and the 2.5 s of each of the
 * writes around it.
 */
export const leaseMilliseconds = 10_000;
/** How often an effect may be begun: once, and once more when nobody knows what became of the first attempt. */
const mostHandovers = 2;

/** The effect certainly did not happen; the error is thrown around the one that says why. Any other error leaves that open. */
export class NotDone extends Error {
  override readonly name = 'NotDone';
  override readonly cause: Error;

  constructor(cause: Error) {
    super(cause.message, { cause });
    this.cause = cause;
  }
}

interface LeaseOptions {
  /** Whether somebody has decided that the effect is to be tried once more, whatever became of it before. */
  readonly decided: boolean;
}

/**
 * Carries out an effect outside of the database, such as a mail: once, and at most once more when nobody knows what became of
 * it, as when a worker dies between the effect and its record. Costs two writes. Throws `AlreadyDone`; `Retry` while another
 * worker has the lease; `Park` when two attempts have ended in the unknown; otherwise what the effect throws.
 */
export type Lease = (effect: Effect, have: () => Promise<void>, options: LeaseOptions) => Promise<void>;

export function createLease({ writeAlone, clock, newId }: Pick<Platform, 'writeAlone' | 'clock' | 'newId'>): Lease {
  /** Takes the lease of an effect, and answers its id. */
  async function take(effect: Effect, { decided }: LeaseOptions): Promise<string> {
    const now = clock();
    const [holder, claimedAt] = [newId(now.getTime()), now.toISOString()];
    const heldUntil = later(now, leaseMilliseconds).toISOString();
    const isOpen = anyOf(equals('state', 'free'), allOf(equals('state', 'held'), atMost('heldUntil', claimedAt)));
    const mayBeTried = decided ? isOpen : allOf(isOpen, lessThan('handovers', mostHandovers));
    await writeAlone(
      upsert(claims, effect, {
        set: { ...effect, state: 'held', holder, heldUntil, claimedAt },
        add: { handovers: 1 },
        expiresAt: claimExpiry(now),
        when: anyOf(absent('state'), atMost('expiresAt', toSeconds(now)), mayBeTried),
        conflict: (old) => refusalOf(old, now),
      }),
    );
    return holder;
  }

  /** Records that the effect is done, whoever has its lease by now. */
  async function settle(effect: Effect): Promise<void> {
    const conflict = () => new Error('The claim is gone');
    await writeAlone(update(claims, effect, { set: { state: 'done' }, remove: ['holder', 'heldUntil'], conflict }));
  }

  /** Ends the lease, so that the next attempt can begin at once, unless another worker has taken it since. */
  async function giveBack(effect: Effect, holder: string, handovers: 0 | -1): Promise<void> {
    await writeAlone(
      update(claims, effect, {
        set: { state: 'free' },
        remove: ['holder', 'heldUntil'],
        add: { handovers },
        when: equals('holder', holder),
        conflict: () => new Error('The lease is over'),
      }),
    ).catch((error) => log.warn('lease not given back', { ...effect, error }));
  }

  return async (effect, have, options) => {
    const holder = await take(effect, options);
    try {
      await have();
    } catch (error) {
      const isCertain = error instanceof NotDone;
      await giveBack(effect, holder, isCertain ? -1 : 0);
      throw isCertain ? error.cause : error;
    }
    await settle(effect);
  };
}

function refusalOf(old: Stored<Claim> | undefined, now: Date): Error {
  if (old?.state === 'done') return new AlreadyDone();
  const left = Date.parse(old?.heldUntil ?? '') - now.getTime();
  if (left > 0) {
    return new Retry('LEASE_HELD', 'Another worker has it in hand', { afterSeconds: Math.ceil(left / 1_000) });
  }
  return new Park('OUTCOME_UNKNOWN', 'Two tries were made, and nobody can say what became of them');
}
