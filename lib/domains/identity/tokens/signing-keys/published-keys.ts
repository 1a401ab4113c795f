import type { Clock } from '../../../../clock.ts';
import { log } from '../../../../log.ts';
import type { PublicJwk } from './jwk.ts';
import { oldestList, publishedAt, reloadAfter, type ScheduledKey, scheduleOf, signingAt } from './key-schedule.ts';
import type { PublishedKeyRepository } from './published-key-repository.ts';

/** How many milliseconds lie at least between two reads of the store, however many tokens name unknown keys. */
const leastReload = 10_000;

interface KeyList {
  readonly schedule: readonly ScheduledKey[];
  /** When the list was asked for, from which its age counts. */
  readonly askedAt: number;
}

interface PublishedKeysDependencies {
  readonly repository: Pick<PublishedKeyRepository, 'list'>;
  readonly clock: Clock;
}

export type PublishedKeys = ReturnType<typeof createPublishedKeys>;

/** The public halves of the signing keys, kept in memory and reloaded in the background of requests. */
export function createPublishedKeys({ repository, clock }: PublishedKeysDependencies) {
  let known: KeyList = { schedule: [], askedAt: Number.NEGATIVE_INFINITY };
  let loading: { readonly askedAt: number; readonly done: Promise<void> } | undefined;

  const now = () => clock().getTime();

  async function load(askedAt: number): Promise<void> {
    const schedule = scheduleOf(await repository.list());
    if (askedAt >= known.askedAt) known = { schedule, askedAt };
  }

  /** Concurrent loads share one load. One that the instance was frozen in is not shared: what it brings may be hours old. */
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

  /** Waits for the store only where the list in memory is older than `oldest`, or there is none. */
  async function listOf(oldest: number): Promise<readonly ScheduledKey[]> {
    const age = now() - known.askedAt;
    if (known.schedule.length === 0 || age > oldest) await reload();
    else if (age > reloadAfter) reloadBehind();
    return known.schedule;
  }

  const published = async (oldest: number) => publishedAt(await listOf(oldest), clock()).map(({ jwk }) => jwk);

  return {
    /** The next, the current and the previous key, to verify with; a list younger than ten minutes comes from memory. */
    load: (): Promise<readonly PublicJwk[]> => published(oldestList),

    /** The keys that `load` gives, at most ten seconds behind the store, for those who keep what they get. */
    latest: (): Promise<readonly PublicJwk[]> => published(leastReload),

    /** The ids of the keys that may sign now, the best first. */
    signing: async (): Promise<readonly string[]> =>
      signingAt(await listOf(oldestList), clock()).map(({ jwk }) => jwk.kid),

    /** Asks for a new list, since a token named an unknown key that may be new. */
    missed(): void {
      if (now() - known.askedAt > leastReload) reloadBehind();
    },
  };
}
