import { type Clock, systemClock } from '../../clock.ts';
import { log } from '../../log.ts';
import type { PublicJwk } from '../signing-keys/jwk.ts';

/** Issuers publish a key well before it signs. */
const reloadMilliseconds = 5 * 60 * 1_000;
/** However many tokens name a key that nobody knows, and however long an issuer is silent, it is not asked more often. */
const leastReloadMilliseconds = 10_000;

/** The keys of an issuer that is not ours, kept in memory; once they are known its silence changes nothing. */
export interface OutsideKeys {
  /** The keys; a call waits for the issuer only while none are known, and then throws what `read` throws. */
  load(): Promise<readonly PublicJwk[]>;
  /** Looks again, for a token named a key that is not among them; at most every ten seconds. */
  refresh(): Promise<readonly PublicJwk[]>;
}

/** Keeps what `read` gives and reads again behind the requests' backs. */
export function createOutsideKeys(
  read: () => Promise<readonly PublicJwk[]>,
  { clock = systemClock }: { readonly clock?: Clock } = {},
): OutsideKeys {
  let known: readonly PublicJwk[] | undefined;
  let loadedAt = 0;
  let triedAt = 0;
  let loading: Promise<readonly PublicJwk[]> | undefined;

  async function readAll(): Promise<readonly PublicJwk[]> {
    triedAt = clock().getTime();
    known = await read();
    loadedAt = triedAt;
    return known;
  }

  /** Concurrent reads are one read. */
  function reload(): Promise<readonly PublicJwk[]> {
    loading ??= readAll().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  function isDue(since: number, milliseconds: number): boolean {
    return clock().getTime() - since > milliseconds;
  }

  /** The keys after another look, or as they were where that is too soon or fails. */
  async function refresh(): Promise<readonly PublicJwk[]> {
    const held = known ?? [];
    if (!loading && !isDue(triedAt, leastReloadMilliseconds)) return held;
    return reload().catch((error: unknown) => {
      log.warn('keys of an outside issuer not reloaded', { error });
      return held;
    });
  }

  return {
    async load() {
      if (!known) return reload();
      if (isDue(loadedAt, reloadMilliseconds)) void refresh();
      return known;
    },
    refresh,
  };
}
