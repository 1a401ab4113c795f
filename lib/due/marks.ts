import * as z from 'zod';
import { entity, type ValueOf } from '../data/entity.ts';
import { readable } from '../data/readable.ts';
import { overwrite } from '../data/unread-write.ts';
import type { Platform } from '../platform/platform.ts';
import { schema } from '../schemas.ts';

/** How far ticks have come, as places in each partition of the index. */
export type Marks = ValueOf<typeof dueMarks>;

/** The one item that ticks go by. */
export const dueMarks = entity({
  name: 'dueMarks',
  table: 'platform',
  schema: schema(() =>
    z.object({
      /** Up to where what is due is handed over. */
      handedOver: z.array(z.string()),
      /** Up to where what still waited after its time is handed over again. */
      swept: z.array(z.string()),
    }),
  ),
  key: () => ({ pk: 'DUE-MARKS', sk: 'DUE-MARKS' }),
});

/** Keeps how far ticks have come. */
export interface KeptMarks {
  /** Finds the marks by one read; a partition that has none yet, or none that can be read, is at its beginning. */
  find(): Promise<Marks>;
  /** Keeps marks by one write. Of two ticks at once the slower may set them back, at the price of copies. */
  keep(marks: Marks): Promise<void>;
}

export function createMarks({ read, writeAlone }: Pick<Platform, 'read' | 'writeAlone'>): KeptMarks {
  return {
    find: async () => (await read.find(readable(dueMarks), {})) ?? { handedOver: [], swept: [] },
    async keep({ handedOver, swept }) {
      await writeAlone(overwrite(dueMarks, { handedOver, swept }));
    },
  };
}
