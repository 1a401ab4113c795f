import type { Database } from '../../lib/data/database.ts';
import { permissionsOf } from '../../lib/domains/declared/permissions.ts';
import { createApiKeyListing } from '../../lib/domains/identity/api-keys/listing.ts';
import { createLiveKeys } from '../../lib/domains/identity/api-keys/live-keys.ts';
import type { CreatedApiKey, NewApiKey } from '../../lib/domains/identity/api-keys/schema.ts';
import { createApiKeyService } from '../../lib/domains/identity/api-keys/service.ts';
import { createTestCaller } from './http.ts';
import { createTestPlatform } from './platform.ts';

/** An administrator, who may make keys. */
export const keyMaker = createTestCaller({ roles: ['admin'], permissions: permissionsOf(['admin']) });

/** The keys of machines as they are, on a database of the test's and a clock that it moves. */
export function createKeys(database: Database) {
  const platform = createTestPlatform(database);
  const apiKeys = createApiKeyService(platform);
  return {
    clock: platform.clock,
    apiKeys,
    listing: createApiKeyListing(platform),
    liveKeys: createLiveKeys(platform),
    /** A key of `keyMaker`'s that may read the keys. */
    make: (overrides: Partial<NewApiKey> = {}): Promise<CreatedApiKey> =>
      apiKeys.create({ name: 'Laboratory', permissions: ['api-keys:read'], dailyQuota: 100, ...overrides }, keyMaker),
  };
}

export type Keys = ReturnType<typeof createKeys>;
