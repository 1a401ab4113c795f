import * as z from 'zod';
import { entity, type ValueOf } from '../data/entity.ts';
import { insert, type Write } from '../data/write.ts';
import { Conflict } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import { instant, schema } from '../schemas.ts';

const partition = 'WRAPPING-KEYS';

/** The wrapping keys, numbered from 1 on, each encrypted by the root key. */
export const sealedWrappingKeys = entity({
  name: 'wrappingKey',
  table: 'data-keys',
  schema: schema(() => z.object({ number: z.int().min(1).max(999_999), sealed: z.base64(), madeAt: instant() })),
  key: ({ number }: { readonly number: number }) => ({ pk: partition, sk: sortKeyOf(number) }),
});

export type SealedWrappingKey = ValueOf<typeof sealedWrappingKeys>;

/** The most keys that are read at once, the newest first: one a year for longer than a record is kept. */
const mostKeys = 100;

/** Lists the hundred newest of the wrapping keys, the newest first; with `upTo` of those up to that number. */
export type WrappingKeyList = (upTo?: number) => Promise<readonly SealedWrappingKey[]>;

/** Makes the function that lists the wrapping keys of a stage. */
export function createWrappingKeyList({ read }: Pick<Platform, 'read'>): WrappingKeyList {
  return async (upTo) => {
    const range = upTo === undefined ? {} : { range: { from: sortKeyOf(1), to: sortKeyOf(upTo) } };
    const selection = { partition, ...range, descending: true, limit: mostKeys, consistent: true };
    return (await read.query(sealedWrappingKeys, selection)).items;
  };
}

/** The write of a further wrapping key; fails with `KEY_ROTATION_UNDER_WAY` where somebody else has just made it. */
export function insertWrappingKey(key: SealedWrappingKey): Write {
  const conflict = () => new Conflict('KEY_ROTATION_UNDER_WAY', 'Somebody else has just made a wrapping key.');
  return insert(sealedWrappingKeys, key, { conflict });
}

function sortKeyOf(number: number): string {
  return String(number).padStart(6, '0');
}
