import { createHash } from 'node:crypto';
import type { Platform } from '../../../platform/platform.ts';
import { createAdminListing } from '../../identity/users/admins-service.ts';
import { createClinicRules } from '../clinics/rules-service.ts';
import { createBookedSearch, toCome } from '../days/booked-service.ts';
import { appointmentsWallMoved, mostAppointmentsNamed } from '../events/walls.ts';
import { findAppointments, type SealedAppointment } from './record-repository.ts';
import { wallTimeOf } from './times.ts';
import { findWallMark, setWallMark, WallsTold } from './wall-mark-repository.ts';

/** An appointment at whose start the clock on the wall shows another time than it was to show as it was booked. */
export interface MovedWall extends Pick<SealedAppointment, 'id' | 'doctorId' | 'clinicId' | 'timeZone'> {
  /** `YYYY-MM-DDTHH:MM`. */
  readonly before: string;
  readonly after: string;
}

/** What a check found, and how many admins it told: none where they were told of the same before. */
interface WallCheck {
  readonly checked: number;
  readonly moved: readonly MovedWall[];
  readonly told: number;
}

interface Dependencies extends Pick<Platform, 'read' | 'commit' | 'clock'> {
  /** The version of the zones that ship. */
  readonly zones: string;
}

/** The most admins who are told: a transaction has a hundred actions, of which one sets the mark. */
const mostAdminsTold = 90;

/** Compares all appointments to come with the zones, clinic by clinic, and tells admins once of those whose time has moved. */
export function createWallCheck({ read, commit, clock, zones }: Dependencies): () => Promise<WallCheck> {
  const clinics = createClinicRules({ read });
  const booked = createBookedSearch({ read });
  const listAdmins = createAdminListing({ read });

  async function appointmentsAt(clinicId: string): Promise<SealedAppointment[]> {
    const found = await booked.findAtClinic(clinicId, toCome(clock().getTime()));
    return findAppointments(
      { read },
      found.map(({ appointmentId }) => appointmentId),
    );
  }

  /** Tells admins of a set of appointments, unless they were told of it by these zones. */
  async function tell(moved: readonly MovedWall[]): Promise<number> {
    const ids = moved.map(({ id }) => id).sort();
    const told = createHash('sha256')
      .update([zones, ...ids].join('\n'))
      .digest('base64url');
    const mark = await findWallMark({ read });
    if (mark?.told === told) return 0;
    const admins = (await listAdmins()).slice(0, mostAdminsTold);
    const about = { count: ids.length, appointmentIds: ids.slice(0, mostAppointmentsNamed) };
    const events = admins.map((userId) =>
      appointmentsWallMoved.of({ subject: `users/${userId}`, data: { ...about, userId } }),
    );
    await commit([setWallMark(mark, told)], { events });
    return admins.length;
  }

  return async () => {
    const all: SealedAppointment[] = [];
    for (const clinicId of await clinics.listIds()) all.push(...(await appointmentsAt(clinicId)));
    const moved = all.flatMap(movedIn);
    const told = moved.length > 0 ? await tell(moved).catch(noneWhereTold) : 0;
    return { checked: all.length, moved, told };
  };
}

/** The appointment with what the wall shows before and after, where this differs; by its own zone, whatever the clinic’s is by now. */
function movedIn({ id, doctorId, clinicId, timeZone, start, wallStart }: SealedAppointment): MovedWall[] {
  const after = wallTimeOf(Date.parse(start), timeZone);
  return after === wallStart ? [] : [{ id, doctorId, clinicId, timeZone, before: wallStart, after }];
}

function noneWhereTold(error: unknown): number {
  if (error instanceof WallsTold) return 0;
  throw error;
}
