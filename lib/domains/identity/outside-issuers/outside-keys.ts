import type { Clock } from '../../../clock.ts';
import { hour } from '../../../clock.ts';
import { Unavailable } from '../../../errors.ts';
import { log } from '../../../log.ts';
import type { PublicJwk } from '../tokens/signing-keys/jwk.ts';
import { oldestList, reloadAfter } from '../tokens/signing-keys/key-schedule.ts';
import { IssuerUnusable, NoUsableKey } from './issuer-unusable.ts';

/** However many tokens want keys that nobody knows, and however long an issuer is silent, it is not asked more often. */
const leastReload = 10_000;
/** So long an issuer may be silent without anybody being shut out; a key that it withdraws meanwhile counts on. */
const longestSilence = hour;

/** The keys of an issuer that is not ours, kept in memory; once they are known an hour of silence changes nothing. */
export interface OutsideKeys {
  /** The keys; a call waits for the issuer where what is in memory is older than ten minutes, or nothing. */
  load(): Promise<readonly PublicJwk[]>;
  /** Looks again, for a token named a key that is not among them; at most every ten seconds. */
  refresh(): Promise<readonly PublicJwk[]>;
}

interface KeyList {
  readonly keys: readonly PublicJwk[];
  /** When it was asked for, which is what its age counts from. */
  readonly askedAt: number;
}

const noKeys: KeyList = { keys: [], askedAt: Number.NEGATIVE_INFINITY };

interface Failure {
  readonly error: unknown;
  readonly askedAt: number;
}

const noFailure: Failure = { error: undefined, askedAt: Number.NEGATIVE_INFINITY };

/** Keeps what `read` gives and reads again behind the requests' backs; a failure is remembered for ten seconds. */
export function createOutsideKeys(
  read: () => Promise<readonly PublicJwk[]>,
  { issuer, clock }: { readonly issuer: string; readonly clock: Clock },
): OutsideKeys {
  let known = noKeys;
  let failure = noFailure;
  let loading: { readonly askedAt: number; readonly done: Promise<void> } | undefined;
  let askedLast = Number.NEGATIVE_INFINITY;

  const now = () => clock().getTime();

  /** What seems to be of the future is of a clock that was set back: keys count as just read, a failure as none. */
  function followClock(): void {
    const time = now();
    if (known.askedAt > time) known = { ...known, askedAt: time };
    if (failure.askedAt > time) failure = noFailure;
    askedLast = Math.min(askedLast, time);
  }

  /** One line in the log for each failure, however many calls wait for the keys or are refused until the next try. */
  async function readAll(askedAt: number): Promise<void> {
    try {
      const keys = await read();
      if (askedAt >= known.askedAt) known = { keys, askedAt };
    } catch (error) {
      if (askedAt >= failure.askedAt) failure = { error, askedAt };
      if (error instanceof NoUsableKey && askedAt >= known.askedAt) known = noKeys;
      if (error instanceof IssuerUnusable) log.error('an outside issuer is of no use as it is', { issuer, error });
      else log.warn('an outside issuer does not tell its keys', { issuer, error });
    }
  }

  /** Concurrent reads are one read, but for one that the instance was frozen in: what it brings may be hours old. */
  function reload(): Promise<void> {
    if (loading && now() - loading.askedAt <= leastReload) return loading.done;
    askedLast = now();
    const done = readAll(askedLast).finally(() => {
      if (loading?.done === done) loading = undefined;
    });
    loading = { askedAt: askedLast, done };
    return done;
  }

  /** Asks the issuer first, unless it has failed just now. */
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
