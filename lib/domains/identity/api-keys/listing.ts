import { type Caller, reachesClinic } from '../../../access/caller.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createApiKeyRepository } from './repository.ts';
import type { ApiKey } from './schema.ts';
import { shownKey } from './shown-key.ts';

export type ApiKeyListing = ReturnType<typeof createApiKeyListing>;

/** Lists the API keys as they are shown. */
export function createApiKeyListing({ read }: Pick<Platform, 'read'>) {
  const keys = createApiKeyRepository({ read });

  return {
    /**
     * Lists the keys that the caller may know of by one query, newest first; one that has expired stays on the list until it is
     * revoked.
     */
    async list(caller: Caller, request: PageRequest): Promise<Page<ApiKey>> {
      const { items, next } = await keys.list(request);
      return { items: items.filter((key) => reachesClinic(caller, key.clinicId)).map(shownKey), next };
    },
  };
}
