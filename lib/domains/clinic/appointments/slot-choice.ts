import type { Conflict } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { ClinicRules } from '../clinics/rules-service.ts';
import type { WorkingDoctor } from '../doctors/work-service.ts';
import { heldSlotAt, type Slot, slotAt } from './availability.ts';
import { createOpenings } from './openings.ts';
import { practiceOf } from './practice.ts';
import { patientBusy, slotTaken, slotUnavailable } from './refusals.ts';

/** A doctor, and the clinic where they work. */
interface Workplace {
  readonly doctor: WorkingDoctor;
  readonly clinic: ClinicRules;
}

/** When a slot is to begin, in milliseconds since 1970, and whether a hold keeps it already. */
interface Wish {
  readonly start: number;
  readonly now: number;
  readonly isHeld: boolean;
}

/** Finds the slots that somebody names, and makes the errors of those that are not to be had, each by one more read for the next. */
export function createSlotChoice({ read }: Pick<Platform, 'read'>) {
  const openings = createOpenings({ read });

  return {
    /** The slot that begins at an instant, whoever has it; throws `SLOT_UNAVAILABLE`. */
    async choose({ doctor, clinic }: Workplace, { start, now, isHeld }: Wish): Promise<Slot> {
      const practice = practiceOf(doctor, clinic);
      // A hold keeps a slot past the notice, and not past its beginning.
      const slot = isHeld && start > now ? heldSlotAt(practice, start) : slotAt(practice, start, now);
      if (slot === 'taken') throw new TypeError('Whether a slot is taken is not told by hours');
      if (typeof slot !== 'string') return slot;
      throw slotUnavailable(slot, await openings.next(practice, { doctorId: doctor.id, since: start, now }));
    },

    /** The error of a slot that somebody has, `SLOT_TAKEN`. */
    async refusalOf({ doctor, clinic }: Workplace, { start: since }: Slot, now: number): Promise<Conflict> {
      return slotTaken(await openings.next(practiceOf(doctor, clinic), { doctorId: doctor.id, since, now }));
    },

    /** The error of a slot at whose time the patient is elsewhere, `PATIENT_BUSY`; the next one is free for both. */
    async refusalOfBusy(
      { doctor, clinic }: Workplace,
      patientId: string,
      { start: since }: Slot,
      now: number,
    ): Promise<Conflict> {
      const sought = { doctorId: doctor.id, patientId, since, now };
      return patientBusy(await openings.next(practiceOf(doctor, clinic), sought));
    },
  };
}
