import type { Clock } from '../../../../clock.ts';
import { log } from '../../../../log.ts';
import type { PublicJwk } from './jwk.ts';
import { oldestList, publishedAt, reloadAfter, type ScheduledKey, scheduleOf, signingAt } from './key-schedule.ts';
import type { PublishedKeyRepository } from './published-key-repository.ts';

/** However many tokens name a key that nobody knows, the store is not asked more often than this; in milliseconds. */
const leastReload = 10_000;

interface KeyList {
  readonly schedule: readonly ScheduledKey[];
  /** When it was asked for, which is what its age counts from. */
  readonly askedAt: number;
}

interface PublishedKeysDependencies {
  readonly repository: Pick<PublishedKeyRepository, 'list'>;
  readonly clock: Clock;
}

export type PublishedKeys = ReturnType<typeof createPublishedKeys>;

/** The public halves of the signing keys, kept in memory and reloaded behind the requests' backs. */
export function createPublishedKeys({ repository, clock }: PublishedKeysDependencies) {
  let known: KeyList = { schedule: [], askedAt: Number.NEGATIVE_INFINITY };
  let loading: { readonly askedAt: number; readonly done: Promise<void> } | undefined;

  const now = () => clock().getTime();

  async function load(askedAt: number): Promise<void> {
    const schedule = scheduleOf(await repository.list());
    if (askedAt >= known.askedAt) known = { schedule, askedAt };
  }

  /** Concurrent loads are one load, but for one that the instance was frozen in: what it brings may be hours old. */
  function reload(): Promise<void> {
    if (loading && now() - loading.askedAt <= leastReload) return loading.done;
    const askedAt = now();
    const done = load(askedAt).finally(() => {
      if (loading?.done === done) loading = undefined;
    });
    loading = { askedAt, done };
    return done;
  }

  function reloadBehind(): void {
    reload().catch((error: unknown) => log.warn('signing keys not reloaded', { error }));
  }

  /** Waits for the store only where what is in memory is older than `oldest`, or nothing. */
  async function listOf(oldest: number): Promise<readonly ScheduledKey[]> {
    const age = now() - known.askedAt;
    if (known.schedule.length === 0 || age > oldest) await reload();
    else if (age > reloadAfter) reloadBehind();
    return known.schedule;
  }

  const published = async (oldest: number) => publishedAt(await listOf(oldest), clock()).map(({ jwk }) => jwk);

  return {
    /** Next, current and previous key, to verify with; a list that is younger than ten minutes comes from memory. */
    load: (): Promise<readonly PublicJwk[]> => published(oldestList),

    /** As `load`, not more than ten seconds behind the store: for those who keep what they get. */
    latest: (): Promise<readonly PublicJwk[]> => published(leastReload),

    /** The ids of the keys that may sign now, the best first. */
    signing: async (): Promise<readonly string[]> =>
      signingAt(await listOf(oldestList), clock()).map(({ jwk }) => jwk.kid),

    /** A token named a key that we do not know: perhaps it is new. */
    missed(): void {
      if (now() - known.askedAt > leastReload) reloadBehind();
    },
  };
}
