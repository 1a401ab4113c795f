import * as z from 'zod';
import { entity } from '../data/entity.ts';
import { upsert } from '../data/write.ts';
import type { Platform } from '../platform/platform.ts';
import { instant, schema } from '../schemas.ts';
import type { Index } from './definition.ts';
import { listPartition } from './entry.ts';

/** That an index was made of all its records once, since when a stream keeps it. */
const builtIndexes = entity({
  name: 'built-index',
  table: 'index',
  schema: schema(() => z.object({ index: z.string(), builtAt: instant() })),
  key: ({ index }: { readonly index: string }) => ({ pk: listPartition(index, 'BUILT'), sk: 'BUILT' }),
});

/** Notes when an index was last made of all its records, and tells whether it ever was. */
export function createBuiltMark(
  { name: index }: Pick<Index<never>, 'name'>,
  { read, writeAlone, clock }: Pick<Platform, 'read' | 'writeAlone' | 'clock'>,
) {
  return {
    set: () => writeAlone(upsert(builtIndexes, { index }, { set: { index, builtAt: clock().toISOString() } })),
    isSet: async () => (await read.find(builtIndexes, { index })) !== undefined,
  };
}
