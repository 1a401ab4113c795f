import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import { claimDue, createDemand } from '../../../due/demand.ts';
import type { EventOf } from '../../../events/definition.ts';
import type { Platform } from '../../../platform/platform.ts';
import { moveApiKey } from '../../clinic/clinics/service.ts';
import type { apiKeyExpired } from '../events/api-keys.ts';
import { createApiKeyRepository, markExpired, type StoredApiKey } from './repository.ts';
import { subjectOfKey } from './subject.ts';

/**
 * Counts a key that has expired out of its clinic and puts its end on record, in one transaction, once however often its event
 * comes. It was refused from that instant on, whenever this happens.
 */
export type ExpireApiKey = (event: EventOf<typeof apiKeyExpired>) => Promise<void>;

export function createApiKeyExpiry({
  read,
  commit,
  clock,
  sleep,
}: Pick<Platform, 'read' | 'commit' | 'clock' | 'sleep'>): ExpireApiKey {
  const keys = createApiKeyRepository({ read });
  const demand = createDemand({ read, clock, sleep });

  return async (event) => {
    await demand(event);
    const key = await keys.find(event.data.keyId);
    // Whoever has revoked it has counted it out, and is on record.
    if (!key) await commit([claimDue(event)]);
    else await commit([claimDue(event), markExpired(key.id, clock()), ...uncountKey(key)], { audit: [entryOf(key)] });
  };
}

/** The writes that count a key out of its clinic, unless that was done when it expired. */
export function uncountKey({ clinicId, expiredAt }: Stored<StoredApiKey>): Write[] {
  return expiredAt === undefined ? moveApiKey({ from: clinicId }) : [];
}

function entryOf({ id }: StoredApiKey) {
  return { action: 'api-key.expired', subject: subjectOfKey(id), outcome: 'success' } as const;
}
