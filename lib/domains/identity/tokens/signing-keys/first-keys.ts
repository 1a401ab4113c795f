import { hasCode } from '../../../../errors.ts';
import type { Platform } from '../../../../platform/platform.ts';
import type { PublicJwk } from './jwk.ts';
import { createPublishedKeyRepository } from './published-key-repository.ts';

/** Publishes keys that sign from now on, unless one of them is published: the database has no keys yet, or those of others. */
export async function publishFirstKeys(
  jwks: readonly PublicJwk[],
  { read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>,
): Promise<void> {
  const repository = createPublishedKeyRepository({ read });
  const published = new Set((await repository.list({ consistent: true })).map(({ jwk }) => jwk.kid));
  if (jwks.some(({ kid }) => published.has(kid))) return;
  const now = clock().toISOString();
  await commit(jwks.map((jwk) => repository.insert({ jwk, activeFrom: now }, now))).catch((error: unknown) => {
    if (!hasCode(error, 'KEY_PUBLISHED')) throw error;
  });
}
