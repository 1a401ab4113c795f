import type { Machine } from '../../../access/caller.ts';
import { createLiveCache } from '../../../live-cache.ts';
import type { Platform } from '../../../platform/platform.ts';
import { parseKeyText, sameHash } from './key-text.ts';
import { createApiKeyRepository, type StoredApiKey } from './repository.ts';
import { scopesOf } from './scopes.ts';

/** Finds who calls by an API key, with at most one read in three seconds for each. */
export interface LiveKeys {
  /** Finds who calls; undefined for a text that is no key, and for a key that was revoked or has expired. */
  find(text: string): Promise<Machine | undefined>;
}

export function createLiveKeys({ read, clock }: Pick<Platform, 'read' | 'clock'>): LiveKeys {
  const keys = createApiKeyRepository({ read });
  const cached = createLiveCache<StoredApiKey>({ clock });
  return {
    async find(text) {
      const presented = parseKeyText(text);
      if (!presented) return undefined;
      const isOf = (key: StoredApiKey) => sameHash(key.hash, presented.hash);
      // The cache goes by the key's id, which is no secret: a wrong text costs a read, as an id does that no key has.
      const key = await cached(presented.id, () => keys.find(presented.id), isOf);
      return key && isOf(key) && isInTime(key, clock()) ? machineOf(key) : undefined;
    },
  };
}

function isInTime({ endsAt }: StoredApiKey, now: Date): boolean {
  return endsAt === undefined || new Date(endsAt) > now;
}

function machineOf(key: StoredApiKey): Machine {
  const { id: keyId, dailyQuota, clinicId } = key;
  return { kind: 'machine', keyId, permissions: new Set(scopesOf(key)), dailyQuota, clinicId };
}
