import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { ClinicChange } from '../clinics/input-schema.ts';
import type { ClinicService } from '../clinics/service.ts';
import { type Clinic, type ClinicChangeMeta, mostOutsideHours } from '../clinics/shown-schema.ts';
import { type Booked, createBookedSearch, toCome } from '../days/booked-service.ts';
import { covers } from './stretches.ts';
import { openTimes } from './working-time.ts';
import { dateAt } from './zoned-dates.ts';

interface Dependencies extends Pick<Platform, 'read' | 'clock'> {
  readonly clinics: Pick<ClinicService, 'change'>;
}

/** A clinic after a change, as it is answered. */
interface ChangedClinic {
  readonly data: Stored<Clinic>;
  readonly meta: ClinicChangeMeta;
  readonly version: number;
}

export type ClinicHours = ReturnType<typeof createClinicHours>;

/** Changes clinics, and says which appointments lie outside of their hours from then on: none of them is moved. */
export function createClinicHours({ read, clock, clinics }: Dependencies) {
  const booked = createBookedSearch({ read });

  /** The appointments at a clinic that are not over and lie outside of its hours, the first ones first. */
  async function outsideOf(clinic: Clinic): Promise<string[]> {
    const all = await booked.findAtClinic(clinic.id, toCome(clock().getTime()));
    const outside = all.filter((each) => !isOpenFor(clinic, each)).sort((one, other) => one.start - other.start);
    return outside.slice(0, mostOutsideHours).map(({ appointmentId }) => appointmentId);
  }

  return {
    /** Changes a clinic; throws `CLINIC_NOT_FOUND`, `STALE_VERSION`, `CONCURRENT_CHANGE`. */
    async change(target: Parameters<ClinicService['change']>[0], change: ClinicChange): Promise<ChangedClinic> {
      const clinic = await clinics.change(target, change);
      const moves = change.timeZone !== undefined || change.openingHours !== undefined;
      // Whatever is booked from now on knows of the hours, so that nothing is missed that was booked meanwhile.
      const outsideHours = moves ? await outsideOf(clinic) : [];
      return { data: clinic, meta: { outsideHours }, version: clinic.version };
    },
  };
}

/** Whether a clinic is open for as long as an appointment lasts. */
function isOpenFor(clinic: Clinic, { start, end }: Booked): boolean {
  return covers(openTimes(clinic, dateAt(start, clinic.timeZone)), { from: start, to: end });
}
