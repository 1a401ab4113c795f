import { type Clock, systemClock } from '../../../../clock.ts';
import { type Commit, createCommit } from '../../../../commit/commit.ts';
import { hasCode } from '../../../../errors.ts';
import type { PublicJwk } from './jwk.ts';
import { createPublishedKeyRepository, type PublishedKeyRepository } from './published-key-repository.ts';

export interface FirstKeysDependencies {
  readonly repository?: PublishedKeyRepository;
  readonly commit?: Commit;
  readonly clock?: Clock;
}

/** Publishes keys that sign from now on, unless one of them is published: for a database that has none, or not ours. */
export async function publishFirstKeys(
  jwks: readonly PublicJwk[],
  {
    repository = createPublishedKeyRepository(),
    commit = createCommit(),
    clock = systemClock,
  }: FirstKeysDependencies = {},
): Promise<void> {
  const published = new Set((await repository.list({ consistent: true })).map(({ jwk }) => jwk.kid));
  if (jwks.some(({ kid }) => published.has(kid))) return;
  const now = clock().toISOString();
  await commit(jwks.map((jwk) => repository.insert({ jwk, activeFrom: now }, now))).catch((error: unknown) => {
    if (!hasCode(error, 'KEY_PUBLISHED')) throw error;
  });
}
