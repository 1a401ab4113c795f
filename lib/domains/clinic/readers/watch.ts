import { hour, later, second } from '../../../clock.ts';
import { count } from '../../../metrics.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createAdminListing } from '../../identity/users/admins-service.ts';
import { createAuditStretches } from '../../operations/audit/stretch-service.ts';
import { createClinicZones } from '../clinics/zone-service.ts';
import { mostReadersNamed, recordsReadUnusually } from '../events/readers.ts';
import { readerAdminsUntold, readerHoursSkipped, readersUnusual } from '../metrics.ts';
import { hoursDue } from './hours.ts';
import { findReaderMark, HourTaken, moveReaderMark, type ReaderMark } from './mark-repository.ts';
import { readingOf } from './readings.ts';
import { createReaderTally, type UnusualReader } from './tally.ts';

/** Looks at the hours that are over; answers how many it looked at, how many unusual readers there were, and what it skipped. */
export type ReaderWatch = () => Promise<{ readonly hours: number; readonly unusual: number; readonly skipped: number }>;

/** How long a tick begins further hours: the next one takes the rest. */
const patienceMilliseconds = 60 * second;

/** The most admins who are told of an hour: a transaction has a hundred actions, of which one moves the mark. */
const mostAdminsTold = 90;

export function createReaderWatch({
  read,
  commit,
  clock,
  ...audit
}: Pick<Platform, 'read' | 'commit' | 'clock'> & Parameters<typeof createAuditStretches>[0]): ReaderWatch {
  const readStretch = createAuditStretches({ ...audit, clock });
  const findZones = createClinicZones({ read });
  const listAdmins = createAdminListing({ read });

  async function unusualIn(from: Date): Promise<UnusualReader[]> {
    const tally = createReaderTally();
    const zones = new Map<string, string | undefined>();
    for await (const entries of readStretch({ from, to: later(from, hour) })) {
      const readings = entries.flatMap((entry) => readingOf(entry) ?? []);
      const named = new Set(readings.flatMap(({ clinicId }) => clinicId ?? []));
      const unknown = [...named].filter((clinicId) => !zones.has(clinicId));
      const found = await findZones(unknown);
      for (const clinicId of unknown) zones.set(clinicId, found.get(clinicId));
      for (const reading of readings) tally.add(reading, reading.clinicId && zones.get(reading.clinicId));
    }
    return tally.unusual();
  }

  /** An event for each admin who is told of an hour; the mark moves with them, so that they are told once. */
  function eventsOf(from: Date, unusual: readonly UnusualReader[], admins: readonly string[]) {
    const readers = unusual.slice(0, mostReadersNamed);
    const told = { hour: from.toISOString(), readers, others: unusual.length - readers.length };
    return admins.map((userId) => recordsReadUnusually.of({ subject: `users/${userId}`, data: { ...told, userId } }));
  }

  /** Looks at an hour, and moves the mark; throws `HourTaken` where another tick was faster. */
  async function look(from: Date, mark: ReaderMark | undefined) {
    const unusual = await unusualIn(from);
    const { write, moved } = moveReaderMark(mark, later(from, hour));
    const admins = unusual.length > 0 ? await listAdmins() : [];
    const told = admins.slice(0, mostAdminsTold);
    await commit([write], { events: eventsOf(from, unusual, told) });
    if (unusual.length > 0) count(readersUnusual, unusual.length);
    if (admins.length > told.length) count(readerAdminsUntold, admins.length - told.length);
    return { moved, unusual: unusual.length };
  }

  /** Looks at one hour after the other while there is time; another tick that was faster goes on in place of this one. */
  async function lookAtEach(hours: readonly Date[], first: ReaderMark | undefined) {
    const enough = later(clock(), patienceMilliseconds);
    let [mark, looked, unusual] = [first, 0, 0];
    try {
      for (const from of hours) {
        if (clock() > enough) break;
        const found = await look(from, mark);
        [mark, looked, unusual] = [found.moved, looked + 1, unusual + found.unusual];
      }
    } catch (error) {
      if (!(error instanceof HourTaken)) throw error;
    }
    return { hours: looked, unusual };
  }

  return async () => {
    const mark = await findReaderMark({ read });
    const { hours, skipped } = hoursDue(mark?.until, clock());
    if (skipped > 0) count(readerHoursSkipped, skipped);
    return { ...(await lookAtEach(hours, mark)), skipped };
  };
}
