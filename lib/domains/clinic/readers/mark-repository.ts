import * as z from 'zod';
import { absent, equals } from '../../../data/condition.ts';
import { entity, type Stored, type ValueOf } from '../../../data/entity.ts';
import { upsert, type Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { instant, schema } from '../../../schemas.ts';

/** Until when readers were looked at. */
export const readerMarks = entity({
  name: 'reader-mark',
  table: 'platform',
  schema: schema(() => z.object({ until: instant() })),
  key: (_: object) => ({ pk: 'READER-MARK', sk: 'READER-MARK' }),
});

export type ReaderMark = Pick<Stored<ValueOf<typeof readerMarks>>, 'until' | 'version'>;

/** Another tick has looked at the hour meanwhile. */
export class HourTaken extends Error {
  override readonly name = 'HourTaken';
}

/** Finds the mark; undefined where there is none. */
export function findReaderMark({ read }: Pick<Platform, 'read'>): Promise<ReaderMark | undefined> {
  return read.find(readerMarks, {});
}

/** Moves the mark as it was read, and answers how it is then; its write throws `HourTaken`. */
export function moveReaderMark(mark: ReaderMark | undefined, to: Date): { write: Write; moved: ReaderMark } {
  const when = mark ? equals('version', mark.version) : absent('pk');
  const until = to.toISOString();
  return {
    write: upsert(readerMarks, {}, { set: { until }, when, conflict: () => new HourTaken() }),
    moved: { until, version: (mark?.version ?? 0) + 1 },
  };
}
