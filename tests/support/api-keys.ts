import { permissionsOf } from '../../lib/access/permissions.ts';
import { createCommit } from '../../lib/commit/commit.ts';
import type { Database } from '../../lib/data/database.ts';
import { createReader } from '../../lib/data/read.ts';
import { createLiveKeys } from '../../lib/domains/identity/api-keys/live-keys.ts';
import { createApiKeyRepository } from '../../lib/domains/identity/api-keys/repository.ts';
import type { CreatedApiKey, NewApiKey } from '../../lib/domains/identity/api-keys/schema.ts';
import { createApiKeyService } from '../../lib/domains/identity/api-keys/service.ts';
import { createTestClock } from './clock.ts';
import { createTestCaller } from './http.ts';

/** An administrator, who may make keys. */
export const keyMaker = createTestCaller({ roles: ['admin'], permissions: permissionsOf(['admin']) });

/** The keys of machines as they are, on a database of the test's and a clock that it moves. */
export function createKeys(database: Database) {
  const clock = createTestClock();
  const read = createReader({ database, clock, sleep: async () => undefined });
  const repository = createApiKeyRepository({ read });
  const commit = createCommit({ database, clock, sleep: async () => undefined });
  const apiKeys = createApiKeyService({ keys: repository, commit, clock });
  return {
    clock,
    apiKeys,
    liveKeys: createLiveKeys({ read, clock }),
    /** A key of `keyMaker`'s that may read the keys. */
    make: (overrides: Partial<NewApiKey> = {}): Promise<CreatedApiKey> =>
      apiKeys.create({ name: 'Laboratory', permissions: ['api-keys:read'], dailyQuota: 100, ...overrides }, keyMaker),
  };
}

export type Keys = ReturnType<typeof createKeys>;
