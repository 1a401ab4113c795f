import * as z from 'zod';
import { entity } from '../../../../data/entity.ts';
import { insert, remove, type Write } from '../../../../data/write.ts';
import { Conflict } from '../../../../errors.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { instant, schema } from '../../../../schemas.ts';
import { publicJwk } from './jwk.ts';
import type { PublishedKey } from './key-schedule.ts';

const partition = 'SIGNING-KEYS';

/** The public halves of signing keys; `activeFrom` is absent on a key that was published before keys were rotated. */
export const publishedKeys = entity({
  name: 'published-key',
  table: 'identity',
  schema: schema(() =>
    z.object({ kid: z.string(), jwk: publicJwk(), publishedAt: instant(), activeFrom: instant().optional() }),
  ),
  key: ({ kid }: { kid: string }) => ({ pk: partition, sk: `KEY#${kid}` }),
});

/** The most keys that are read: far more than are ever published together, as rotations are at least a lead time apart. */
const mostKeys = 20;

export type PublishedKeyRepository = ReturnType<typeof createPublishedKeyRepository>;

export function createPublishedKeyRepository({ read }: Pick<Platform, 'read'>) {
  return {
    /** Lists all keys, in no order; a key published a second ago may be missing unless `consistent`. */
    async list({ consistent = false } = {}): Promise<PublishedKey[]> {
      const selection = { partition, range: { prefix: 'KEY#' }, limit: mostKeys, consistent };
      const { items } = await read.query(publishedKeys, selection);
      return items.map(({ jwk, publishedAt, activeFrom = publishedAt }) => ({ jwk, activeFrom }));
    },

    /** Publishes a key; throws `KEY_PUBLISHED` when it is published already. */
    insert({ jwk, activeFrom }: PublishedKey, publishedAt: string): Write {
      const conflict = () => new Conflict('KEY_PUBLISHED', 'The key is published already.');
      return insert(publishedKeys, { kid: jwk.kid, jwk, publishedAt, activeFrom }, { conflict });
    },

    remove: (kid: string): Write => remove(publishedKeys, { kid }),
  };
}
