import type { Caller } from '../../../access/caller.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createClinicRules } from '../clinics/rules-service.ts';
import { createDaySearch, isDoctorFree } from '../days/service.ts';
import { createWorkingDoctors, type WorkingDoctor } from '../doctors/work-service.ts';
import { type Practice, type Slot, slotsIn } from './availability.ts';
import { createOpenings } from './openings.ts';
import { practiceOf } from './practice.ts';
import type { FreeSlots, SlotRange } from './slot-schema.ts';
import type { Stretch } from './stretches.ts';

type Reasons = NonNullable<FreeSlots['meta']['reasons']>;

export type SlotViewing = ReturnType<typeof createSlotViewing>;

/** Shows when doctors can be booked. */
export function createSlotViewing({ read, clock }: Pick<Platform, 'read' | 'clock'>) {
  const clinics = createClinicRules({ read });
  const doctors = createWorkingDoctors({ read });
  const findDays = createDaySearch({ read });
  const openings = createOpenings({ read });

  async function slotsOf(doctor: WorkingDoctor, practice: Practice, range: Stretch, now: number): Promise<FreeSlots> {
    const days = await findDays('doctor', doctor.id, range);
    const { slots, reasons } = slotsIn(practice, range, now, (slot) => !isDoctorFree(days, slot, now));
    if (slots.length > 0) return { data: slots.map(shown), meta: {} };
    const nextFree = await openings.next(practice, { doctorId: doctor.id, since: range.from, now });
    return { data: [], meta: { reasons: someOf(reasons), ...(nextFree !== undefined && { nextFree }) } };
  }

  return {
    /**
     * Lists the free slots of a doctor within a range, by two reads and a query; where there is none it says why, and looks for the
     * next by a query for each month up to the horizon. Throws `DOCTOR_NOT_FOUND`.
     */
    async list(caller: Caller, doctorId: string, { from, to }: SlotRange): Promise<FreeSlots> {
      const doctor = await doctors.get(caller, doctorId);
      const clinic = await clinics.find(doctor.clinicId);
      if (!clinic) return { data: [], meta: { reasons: someOf({}) } };
      const range = { from: Date.parse(from), to: Date.parse(to) };
      return slotsOf(doctor, practiceOf(doctor, clinic), range, clock().getTime());
    },
  };
}

/** Reasons, of which a range has none that lies between two slots: nothing begins there. */
function someOf(reasons: Reasons): Reasons {
  return Object.keys(reasons).length > 0 ? reasons : { not_working: 1 };
}

function shown({ start, end }: Slot): FreeSlots['data'][number] {
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}
