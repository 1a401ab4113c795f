import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { windowOf } from '../data/counter.ts';
import { networkOf } from '../network.ts';
import { type LimitState, limitStateOf } from './limit-state.ts';
import type { Policy } from './rate-limit-policy.ts';
import type { ClientRequest } from './request.ts';
import type { CountedWindow } from './request-count.ts';
import type { HttpTrigger } from './trigger.ts';
import { createWindowMemory } from './window-memory.ts';

/** Limits by network those who show bad keys and tokens; a client with a good one is never counted. */
export interface StrangerLimits {
  /** The state of the limit before credentials are looked up, without the store. */
  before(request: ClientRequest): LimitState | undefined;
  /** Notes that credentials were good: they are looked up even while unknown ones of their network are refused. */
  accepted(request: ClientRequest): void;
  /** Counts credentials that were refused; undefined where there are none, or nothing could be counted. */
  refused(trigger: HttpTrigger, request: ClientRequest): Promise<LimitState | undefined>;
}

interface StrangerLimitDependencies {
  readonly clock: Clock;
  /** The policy; undefined while limits are off. */
  readonly policy: () => Policy | undefined;
  readonly count: (trigger: HttpTrigger, window: CountedWindow) => Promise<number | undefined>;
}

/**
 * How long good credentials are remembered: as long as an access token lives, since by then its successor or the key was shown.
 */
const knownMilliseconds = 15 * 60_000;

export function createStrangerLimits({ clock, policy, count }: StrangerLimitDependencies): StrangerLimits {
  const closed = createWindowMemory<true>(clock);
  const good = createWindowMemory<true>(clock);
  const bad = createWindowMemory<true>(clock);

  function windowFor({ name, quota, seconds }: Policy, { address }: ClientRequest): CountedWindow {
    const { startsAt, endsAt } = windowOf(seconds, clock);
    return { key: `${name}#NETWORK#${hashOf(networkOf(address))}#${startsAt.toISOString()}`, quota, endsAt };
  }

  function overLimit(its: Policy, { quota, endsAt }: CountedWindow): LimitState {
    return limitStateOf(its, quota + 1, endsAt, clock());
  }

  return {
    before(request) {
      const shown = shownIn(request);
      const its = shown && policy();
      if (!its) return undefined;
      const window = windowFor(its, request);
      if (!closed.get(window.key) || (good.get(shown) && !bad.get(shown))) return undefined;
      // A token is known to be genuine by its signature alone, while only the store can tell about a key.
      const isUntried = request.headers['x-api-key'] === undefined && !bad.get(shown);
      return isUntried ? undefined : overLimit(its, window);
    },

    accepted(request) {
      const shown = shownIn(request);
      if (shown && policy()) good.set(shown, true, new Date(clock().getTime() + knownMilliseconds));
    },

    async refused(trigger, request) {
      const shown = shownIn(request);
      const its = shown && policy();
      if (!its) return undefined;
      const window = windowFor(its, request);
      bad.set(shown, true, window.endsAt);
      if (closed.get(window.key)) return overLimit(its, window);
      const taken = await count(trigger, window);
      if (taken === undefined) return undefined;
      if (taken >= its.quota) closed.set(window.key, true, window.endsAt);
      return limitStateOf(its, taken, window.endsAt, clock());
    },
  };
}

/** The credentials of a request by their hash, for they are secrets; undefined where it shows none. */
function shownIn({ headers: { authorization, 'x-api-key': key } }: ClientRequest): string | undefined {
  return authorization === undefined && key === undefined ? undefined : hashOf(JSON.stringify([authorization, key]));
}

/** Hashes an address, which tells who somebody is, or credentials, since keys may reach logs of the store. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
