import type { StoredApiKey } from './repository.ts';
import type { ApiKey } from './schema.ts';
import { scopesOf } from './scopes.ts';

/** What may be told of a key. */
export function shownKey({ id, name, permissions, dailyQuota, endsAt, createdAt, createdBy }: StoredApiKey): ApiKey {
  const fields = { id, name, permissions: scopesOf(permissions), dailyQuota, createdAt, createdBy };
  return { ...fields, ...(endsAt && { expiresAt: endsAt }) };
}
