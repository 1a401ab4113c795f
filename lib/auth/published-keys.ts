import * as z from 'zod';
import { type Clock, systemClock } from '../clock.ts';
import { type Commit, createCommit } from '../data/commit.ts';
import { entity } from '../data/entity.ts';
import { createReader, type Reader } from '../data/read.ts';
import { insert } from '../data/write.ts';
import { Conflict } from '../errors.ts';
import { log } from '../log.ts';
import { instant } from '../schemas.ts';
import { type PublicJwk, publicJwk } from './jwk.ts';

const partition = 'SIGNING-KEYS';

const publishedKeys = entity({
  name: 'published-key',
  table: 'identity',
  schema: z.object({ kid: z.string(), jwk: publicJwk, publishedAt: instant }),
  key: ({ kid }: { kid: string }) => ({ pk: partition, sk: `KEY#${kid}` }),
});

/** A key is published well before it signs, so that a reload in this time is soon enough. */
const reloadMilliseconds = 5 * 60 * 1000;
/** However many tokens name a key that nobody knows, the store is not asked more often than this. */
const leastReloadMilliseconds = 10_000;

export interface PublishedKeysDependencies {
  readonly read?: Reader;
  readonly clock?: Clock;
}

export type PublishedKeys = ReturnType<typeof createPublishedKeys>;

/** The public halves of the signing keys, kept in memory and reloaded behind the requests' backs. */
export function createPublishedKeys({ read = createReader(), clock = systemClock }: PublishedKeysDependencies = {}) {
  let known: readonly PublicJwk[] | undefined;
  let loadedAt = 0;
  let loading: Promise<readonly PublicJwk[]> | undefined;

  async function load(): Promise<readonly PublicJwk[]> {
    const { values } = await read.query(publishedKeys, { partition, range: { prefix: 'KEY#' }, limit: 10 });
    known = values.map(({ jwk }) => jwk);
    loadedAt = clock().getTime();
    return known;
  }

  /** Concurrent loads are one load. */
  function reload(): Promise<readonly PublicJwk[]> {
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  function reloadBehind(): void {
    reload().catch((error: unknown) => log.warn('signing keys not reloaded', { error }));
  }

  return {
    /** The keys; a call waits for the store only while none are known. */
    async load(): Promise<readonly PublicJwk[]> {
      if (!known) return reload();
      if (clock().getTime() - loadedAt > reloadMilliseconds) reloadBehind();
      return known;
    },

    /** A token named a key that we do not know: perhaps it is new. */
    missed(): void {
      if (clock().getTime() - loadedAt > leastReloadMilliseconds) reloadBehind();
    },
  };
}

/** Publishes the public half of a signing key; again is no error. */
export async function publishKey(
  jwk: PublicJwk,
  { commit = createCommit(), clock = systemClock }: { readonly commit?: Commit; readonly clock?: Clock } = {},
): Promise<void> {
  const value = { kid: jwk.kid, jwk, publishedAt: clock().toISOString() };
  const alreadyPublished = new Conflict('KEY_PUBLISHED', 'The key is published already.');
  await commit([insert(publishedKeys, value, { conflict: () => alreadyPublished })]).catch((error: unknown) => {
    if (error !== alreadyPublished) throw error;
  });
}
