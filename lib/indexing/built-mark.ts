import * as z from 'zod';
import { entity } from '../data/entity.ts';
import { readable } from '../data/readable.ts';
import { overwrite } from '../data/unread-write.ts';
import type { Platform } from '../platform/platform.ts';
import { instant, schema } from '../schemas.ts';
import type { Index } from './definition.ts';
import { listPartition } from './entry.ts';

/** The partition of the mark, which is that of no list. */
export function builtPartition({ name }: Pick<Index<never>, 'name'>): string {
  return listPartition(name, 'BUILT');
}

/** That an index was made of all its records once, since when a stream keeps it. */
const builtIndexes = entity({
  name: 'built-index',
  table: 'index',
  schema: schema(() => z.object({ index: z.string(), builtAt: instant() })),
  key: ({ index }: { readonly index: string }) => ({ pk: builtPartition({ name: index }), sk: 'BUILT' }),
});

/** Notes when an index was last made of all its records, and tells whether it ever was. */
export function createBuiltMark(
  { name: index }: Pick<Index<never>, 'name'>,
  { read, writeAlone, clock }: Pick<Platform, 'read' | 'writeAlone' | 'clock'>,
) {
  return {
    set: () => writeAlone(overwrite(builtIndexes, { index, builtAt: clock().toISOString() })),
    isSet: async () => (await read.find(readable(builtIndexes), { index })) !== undefined,
  };
}
