import { type Caller, callerId } from '../access/caller.ts';
import { windowOf } from '../data/counter.ts';
import { Unavailable } from '../errors.ts';
import { log } from '../log.ts';
import { count } from '../metrics.ts';
import { networkOf } from '../network.ts';
import type { Platform } from '../platform/platform.ts';
import type { PolicyName } from '../rate-limit-settings.ts';
import { type LimitState, limitStateOf } from './limit-state.ts';
import { requestsUncounted } from './metrics.ts';
import { isCountedInStore, type Policies, type Policy, policyNameOf } from './rate-limit-policy.ts';
import type { ClientRequest } from './request.ts';
import { type CountedWindow, createRememberedCount, createStoredCount } from './request-count.ts';
import { createStrangerLimits, hashOf, type StrangerLimits } from './stranger-limits.ts';
import type { HttpTrigger } from './trigger.ts';

/** Counts requests, each once; answers undefined where no limit applies, or nothing could be counted. */
export interface RateLimits {
  /** Counts a stranger's request by network, before the caller is known. */
  byAddress(trigger: HttpTrigger, request: ClientRequest): Promise<LimitState | undefined>;
  /** Counts a request by caller, once they are known. */
  byCaller(trigger: HttpTrigger, caller: Caller): Promise<LimitState | undefined>;
  /** Limits bad credentials, before and after they are looked up. */
  readonly strangers: StrangerLimits;
}

interface RateLimitDependencies extends Pick<Platform, 'take' | 'clock'> {
  /** The policies, read at the first request; undefined turns limits off. */
  readonly policies: () => Policies | undefined;
  /** How many milliseconds the store may take. */
  readonly patience?: Patience;
}

interface Patience {
  readonly mustCount: number;
  readonly otherwise: number;
}

/** A request that goes on uncounted should go on soon; one that must be counted has its refusal within three seconds. */
const usualPatience: Patience = { mustCount: 2_000, otherwise: 800 };

/** Limits writes by counters in the store, and GETs by counters in the memory of the instance. */
export function createRateLimits({
  take,
  clock,
  policies,
  patience = usualPatience,
}: RateLimitDependencies): RateLimits {
  const countInStore = createStoredCount({ take, clock });
  const countInMemory = createRememberedCount({ clock });
  let known: { readonly policies: Policies | undefined } | undefined;

  async function countWrite({ mustCount }: HttpTrigger, window: CountedWindow): Promise<number | undefined> {
    const signal = AbortSignal.timeout(mustCount ? patience.mustCount : patience.otherwise);
    try {
      return await countInStore(window, signal);
    } catch (error) {
      if (mustCount) throw uncountable(error);
      log.warn('request not counted', { error });
      count(requestsUncounted);
      return undefined;
    }
  }

  function policyOf(name: PolicyName): Policy | undefined {
    known ??= { policies: policies() };
    return known.policies?.[name];
  }

  async function countIn(trigger: HttpTrigger, window: CountedWindow): Promise<number | undefined> {
    return isCountedInStore(trigger) ? countWrite(trigger, window) : countInMemory(window);
  }

  async function state(trigger: HttpTrigger, subject: string): Promise<LimitState | undefined> {
    const policy = policyOf(policyNameOf(trigger));
    if (!policy) return undefined;
    const { startsAt, endsAt } = windowOf(policy.seconds, clock);
    const key = `${policy.name}#${subject}#${startsAt.toISOString()}`;
    const taken = await countIn(trigger, { key, quota: policy.quota, endsAt });
    return taken === undefined ? undefined : limitStateOf(policy, taken, endsAt, clock());
  }

  return {
    byAddress: async (trigger, { address }) =>
      trigger.allow === 'public' ? state(trigger, `NETWORK#${hashOf(networkOf(address))}`) : undefined,
    byCaller: async (trigger, caller) => state(trigger, `CALLER#${callerId(caller)}`),
    strangers: createStrangerLimits({ clock, policy: () => policyOf('refusals'), count: countIn }),
  };
}

/** The refusal of a request that must be counted but could not be, on routes where guessing pays. */
function uncountable(cause: unknown): Unavailable {
  if (cause instanceof Unavailable) return cause;
  return new Unavailable('DATABASE_UNAVAILABLE', 'The service is not available at the moment. Try again.', { cause });
}
