import * as z from 'zod';
import { equals } from '../../../data/condition.ts';
import { entity, type Stored } from '../../../data/entity.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import { at } from '../../../data/read.ts';
import { insert, remove, update, type Write } from '../../../data/write.ts';
import { Conflict, NotFound } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { id, instant, type Output, schema } from '../../../schemas.ts';

const partition = 'API-KEYS';

/** A key as it is stored, with its secret only as a hash. */
const storedApiKey = schema(() =>
  z.object({
    id: id(),
    hash: z.string(),
    name: z.string(),
    /** Plain names, since a stored permission that a later release no longer knows counts for nothing. */
    permissions: z.array(z.string()),
    /** The clinic that the key is bound to; keys of an earlier release have none. */
    clinicId: id().optional(),
    dailyQuota: z.int(),
    /** An expired key stays on the list until it is revoked, so that the table's expiry must not delete it. */
    endsAt: instant().optional(),
    /** When its end was put on record: from then on it is not counted at its clinic. */
    expiredAt: instant().optional(),
    createdAt: instant(),
    createdBy: id(),
  }),
);
export type StoredApiKey = Output<typeof storedApiKey>;

/** Keys of machines. */
export const apiKeys = entity({
  name: 'api-key',
  table: 'identity',
  schema: storedApiKey,
  key: (one: { id: string }) => ({ pk: partition, sk: `KEY#${one.id}` }),
});

export function createApiKeyRepository({ read }: Pick<Platform, 'read'>) {
  return {
    /** Finds a key by a consistent batch read of one item, which is what the session check is granted. */
    async find(keyId: string): Promise<Stored<StoredApiKey> | undefined> {
      const [key] = await read.findTogether([at(apiKeys, { id: keyId })]);
      return key;
    },

    /** Lists the keys newest first, as their ids sort by time. */
    list: (request: PageRequest): Promise<Page<Stored<StoredApiKey>>> =>
      read.query(apiKeys, { partition, descending: true, ...request }),
  };
}

export function insertApiKey(key: StoredApiKey): Write {
  const conflict = () => new Conflict('DUPLICATE_ID', 'There is a key with this id already.');
  return insert(apiKeys, key, { conflict });
}

/** Removes a key as it was read; throws `API_KEY_NOT_FOUND`, and `ApiKeyChanged`. */
export function removeApiKey({ id, version }: Stored<StoredApiKey>): Write {
  return remove(apiKeys, { id }, { when: equals('version', version), conflict: goneOrChanged });
}

/** Marks a key as expired, which makes it another one than was read by who revokes it; throws `API_KEY_NOT_FOUND`. */
export function markExpired(keyId: string, expiredAt: Date): Write {
  const set = { expiredAt: expiredAt.toISOString() };
  return update(apiKeys, { id: keyId }, { set, conflict: apiKeyNotFound });
}

/** A key has expired since it was read. */
export class ApiKeyChanged extends Conflict {
  constructor() {
    super('CONCURRENT_CHANGE', 'The key was changed at the same time. Try again.');
  }
}

function goneOrChanged(old: StoredApiKey | undefined): Error {
  return old ? new ApiKeyChanged() : apiKeyNotFound();
}

/** There is no such key, or none any more. */
export function apiKeyNotFound(): NotFound {
  return new NotFound('API_KEY_NOT_FOUND', 'There is no such API key.');
}

/** The error of `apiKeyNotFound`, audited, for a key that the caller may not know of, whether or not it exists. */
export function apiKeyHidden(): NotFound {
  return new NotFound('API_KEY_NOT_FOUND', 'There is no such API key.', { refused: true });
}
