import type { Position } from '../../../data/database.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createApiKeyRepository } from './repository.ts';
import type { ApiKey } from './schema.ts';
import { shownKey } from './shown-key.ts';

/** Some of the keys; `next` is there while there may be more. */
interface ApiKeySlice {
  readonly items: readonly ApiKey[];
  readonly next?: Position | undefined;
}

export type ApiKeyListing = ReturnType<typeof createApiKeyListing>;

/** The keys of machines as they are shown. */
export function createApiKeyListing({ read }: Pick<Platform, 'read'>) {
  const keys = createApiKeyRepository({ read });

  return {
    /** One query, newest first; those that have expired stand on the list until they are revoked. */
    async list(limit: number, after?: Position): Promise<ApiKeySlice> {
      const { values, next } = await keys.list(limit, after);
      return { items: values.map(shownKey), next };
    },
  };
}
