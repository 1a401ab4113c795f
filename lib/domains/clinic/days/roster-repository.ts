import * as z from 'zod';
import { absent, equals } from '../../../data/condition.ts';
import { entity, type Stored, type ValueOf } from '../../../data/entity.ts';
import type { Position } from '../../../data/page.ts';
import { upsert, type Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { id, schema } from '../../../schemas.ts';

/** A doctor at a clinic. */
export interface RosterId {
  readonly clinicId: string;
  readonly doctorId: string;
}

/** The partition of those who were ever booked at a clinic. */
const rosterPartition = (clinicId: string): string => `CLINIC-ROSTER#${clinicId}`;

/**
 * Which doctors were ever booked at a clinic. The version of an entry is raised by each booking, so that whoever has looked at what
 * is booked may demand that nothing came since.
 */
export const roster = entity({
  name: 'roster-entry',
  table: 'clinic',
  schema: schema(() => z.object({ clinicId: id(), doctorId: id() })),
  key: ({ clinicId, doctorId }: RosterId) => ({ pk: rosterPartition(clinicId), sk: `DOCTOR#${doctorId}` }),
});

type RosterEntry = ValueOf<typeof roster>;

/** Finds the entry of a doctor; undefined for one who was never booked there. */
export function findRosterEntry(
  { read }: Pick<Platform, 'read'>,
  id: RosterId,
): Promise<Stored<RosterEntry> | undefined> {
  return read.find(roster, id);
}

/** Notes that a doctor is booked at a clinic. */
export function enterInRoster({ clinicId, doctorId }: RosterId): Write {
  return upsert(roster, { clinicId, doctorId }, { set: { clinicId, doctorId } });
}

/**
 * Takes a doctor from the roster of a clinic, where they were not booked since their entry, or that there is none, was read; throws
 * the error of `booked`.
 */
export function leaveRoster(id: RosterId, entry: Stored<RosterEntry> | undefined, booked: () => Error): Write {
  const condition = entry ? equals('version', entry.version) : absent('pk');
  return {
    action: () => ({ kind: 'delete', table: roster.table, key: roster.key(id), condition }),
    refusal: booked,
  };
}

/** Lists the doctors who were ever booked at a clinic, a few dozen. */
export async function queryRoster({ read }: Pick<Platform, 'read'>, clinicId: string): Promise<Stored<RosterEntry>[]> {
  const entries: Stored<RosterEntry>[] = [];
  let after: Position | undefined;
  do {
    const page = await read.query(roster, { partition: rosterPartition(clinicId), consistent: true, after });
    entries.push(...page.items);
    after = page.next;
  } while (after);
  return entries;
}
