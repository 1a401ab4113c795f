import * as z from 'zod';
import { absent, equals } from '../../../data/condition.ts';
import { entity, type Stored, type ValueOf } from '../../../data/entity.ts';
import { upsert, type Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { schema } from '../../../schemas.ts';

/** Of which appointments, by which zones, admins were told last that clocks show another time than when they were booked. */
const wallMarks = entity({
  name: 'wall-mark',
  table: 'platform',
  schema: schema(() => z.object({ told: z.string() })),
  key: (_: object) => ({ pk: 'WALL-MARK', sk: 'WALL-MARK' }),
});

type WallMark = Pick<Stored<ValueOf<typeof wallMarks>>, 'told' | 'version'>;

/** Somebody else has told admins meanwhile. */
export class WallsTold extends Error {
  override readonly name = 'WallsTold';
}

/** Finds the mark; undefined where there is none. */
export function findWallMark({ read }: Pick<Platform, 'read'>): Promise<WallMark | undefined> {
  return read.find(wallMarks, {});
}

/** Sets the mark as it was read; throws `WallsTold`. */
export function setWallMark(mark: WallMark | undefined, told: string): Write {
  const when = mark ? equals('version', mark.version) : absent('pk');
  return upsert(wallMarks, {}, { set: { told }, when, conflict: () => new WallsTold() });
}
