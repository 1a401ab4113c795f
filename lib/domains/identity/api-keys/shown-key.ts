import type { StoredApiKey } from './repository.ts';
import type { ApiKey } from './schema.ts';
import { scopesOf } from './scopes.ts';

/** What may be told of a key. */
export function shownKey(key: StoredApiKey): ApiKey {
  const { id, name, clinicId, dailyQuota, endsAt, createdAt, createdBy } = key;
  const fields = { id, name, permissions: scopesOf(key), dailyQuota, createdAt, createdBy };
  return { ...fields, ...(clinicId && { clinicId }), ...(endsAt && { expiresAt: endsAt }) };
}
