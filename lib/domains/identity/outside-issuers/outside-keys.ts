import type { Clock } from '../../../clock.ts';
import { hour } from '../../../clock.ts';
import { logUnexpected } from '../../../error-groups.ts';
import { Unavailable } from '../../../errors.ts';
import { log } from '../../../log.ts';
import type { PublicJwk } from '../tokens/signing-keys/jwk.ts';
import { oldestList, reloadAfter } from '../tokens/signing-keys/key-schedule.ts';
import { IssuerUnusable, NoUsableKey } from './issuer-unusable.ts';

/** An issuer is asked at most so often, however many tokens name unknown keys, and however long it is silent. */
const leastReload = 10_000;
/** So long an issuer may be silent without anybody being shut out; a key that it withdraws meanwhile counts on. */
const longestSilence = hour;

/** The keys of another issuer, kept in memory; once they are known, an hour of silence changes nothing. */
export interface OutsideKeys {
  /** Gives the keys; a call waits for the issuer where those in memory are older than ten minutes, or there are none. */
  load(): Promise<readonly PublicJwk[]>;
  /** Reads again, because a token named a key that is not among them; at most every ten seconds. */
  refresh(): Promise<readonly PublicJwk[]>;
}

interface KeyList {
  readonly keys: readonly PublicJwk[];
  /** When the keys were asked for, from which their age counts. */
  readonly askedAt: number;
}

const noKeys: KeyList = { keys: [], askedAt: Number.NEGATIVE_INFINITY };

interface Failure {
  readonly error: unknown;
  readonly askedAt: number;
}

const noFailure: Failure = { error: undefined, askedAt: Number.NEGATIVE_INFINITY };

/** Keeps what `read` gives, and reads again in the background of requests; a failure is remembered for ten seconds. */
export function createOutsideKeys(
  read: () => Promise<readonly PublicJwk[]>,
  { issuer, clock }: { readonly issuer: string; readonly clock: Clock },
): OutsideKeys {
  let known = noKeys;
  let failure = noFailure;
  let loading: { readonly askedAt: number; readonly done: Promise<void> } | undefined;
  let askedLast = Number.NEGATIVE_INFINITY;

  const now = () => clock().getTime();

  /**
   * Corrects what seems to be of the future, which means that the clock was set back: keys then count as just read, and a
   * failure as none.
   */
  function followClock(): void {
    const time = now();
    if (known.askedAt > time) known = { ...known, askedAt: time };
    if (failure.askedAt > time) failure = noFailure;
    askedLast = Math.min(askedLast, time);
  }

  /** Reads, and logs a failure once, however many calls wait for the keys or are refused until the next attempt. */
  async function readAll(askedAt: number): Promise<void> {
    try {
      const keys = await read();
      if (askedAt >= known.askedAt) known = { keys, askedAt };
    } catch (error) {
      if (askedAt >= failure.askedAt) failure = { error, askedAt };
      if (error instanceof NoUsableKey && askedAt >= known.askedAt) known = noKeys;
      if (error instanceof IssuerUnusable) logUnexpected('an outside issuer is of no use as it is', { issuer, error });
      else log.warn('an outside issuer does not tell its keys', { issuer, error });
    }
  }

  /** Concurrent reads share one read. One that the instance was frozen in is not shared: what it brings may be hours old. */
  function reload(): Promise<void> {
    if (loading && now() - loading.askedAt <= leastReload) return loading.done;
    askedLast = now();
    const done = readAll(askedLast).finally(() => {
      if (loading?.done === done) loading = undefined;
    });
    loading = { askedAt: askedLast, done };
    return done;
  }

  /** Asks the issuer first, unless it has failed within the last ten seconds. */
  async function renew(): Promise<void> {
    if (now() >= failure.askedAt + leastReload) await reload();
    if (now() - known.askedAt > longestSilence) throw unavailable(failure, now());
  }

  async function refresh(): Promise<readonly PublicJwk[]> {
    if (loading || now() - askedLast > leastReload) await reload();
    return known.keys;
  }

  return {
    async load() {
      followClock();
      const age = now() - known.askedAt;
      if (age > oldestList) await renew();
      else if (age > reloadAfter) void refresh();
      return known.keys;
    },
    refresh() {
      followClock();
      return refresh();
    },
  };
}

function unavailable({ error, askedAt }: Failure, now: number): Unavailable {
  // The clock may have been set back while the issuer was asked.
  const details = {
    retryAfter: Math.min(askedAt + leastReload - now, leastReload) / 1_000,
    cause: error,
    logged: true,
  };
  return error instanceof IssuerUnusable
    ? new Unavailable('ISSUER_MISCONFIGURED', 'The issuer of the token cannot be used until it is set right.', details)
    : new Unavailable('ISSUER_UNAVAILABLE', 'The issuer of the token does not tell its keys at the moment.', details);
}
