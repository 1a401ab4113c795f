import type { Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { whileClinicIs } from '../clinics/rules-service.ts';
import { isDoctorFree, isPatientFree, type Refusals } from '../days/service.ts';
import { whileDoctorIs } from '../doctors/work-service.ts';
import { whilePatientIs } from '../patients/attendance-service.ts';
import type { Agenda } from './agenda.ts';
import type { Slot } from './availability.ts';
import type { HoldUse } from './hold-use.ts';
import { holdExpired, PlanOutdated } from './refusals.ts';
import { createSlotChoice } from './slot-choice.ts';

/** When an appointment is to begin, in milliseconds since 1970, and by which hold, if any. */
interface Wish {
  readonly start: number;
  readonly now: number;
  readonly use?: HoldUse | undefined;
}

/** Where an appointment is to be, and what its transaction demands for that. */
export interface Placing {
  readonly slot: Slot;
  readonly use?: HoldUse | undefined;
  /** That doctor, clinic and patient are as they were read. */
  readonly demands: readonly Write[];
  readonly options: Refusals & { readonly now: number };
  /** Makes what throws where rivals have taken the cells, given what reads the days again. */
  lookAgain(readDays: () => Promise<Agenda['days']>): () => Promise<void>;
}

/**
 * Finds the slot for an appointment and what its transaction demands, by what was read. Throws `SLOT_UNAVAILABLE`, `SLOT_TAKEN`,
 * `PATIENT_BUSY`, `HOLD_EXPIRED`; but for the last by one more read, or two, for the next slot that is free.
 */
type Place = (agenda: Agenda, wish: Wish) => Promise<Placing>;

export function createPlacing({ read }: Pick<Platform, 'read'>): Place {
  const choice = createSlotChoice({ read });

  return async (agenda, wish) => {
    const { start, now, use } = wish;
    const slot = await choice.choose(agenda, { start, now, isHeld: use !== undefined });
    if (use && use.slot.busyUntil !== slot.busyUntil) throw holdExpired();
    const { doctor, clinic, attendee } = agenda;
    const isFree = (days: Agenda['days']) =>
      isDoctorFree(days.doctor, slot, now, use?.slot) && isPatientFree(days.patient, slot, now);
    if (!isDoctorFree(agenda.days.doctor, slot, now, use?.slot)) {
      throw use ? holdExpired() : await choice.refusalOf(agenda, slot, now);
    }
    if (!isPatientFree(agenda.days.patient, slot, now))
      throw await choice.refusalOfBusy(agenda, attendee.record.id, slot, now);
    return {
      ...{ slot, use, options: { now, taken: outdated, busy: outdated } },
      demands: [
        whileDoctorIs(doctor, outdated),
        whileClinicIs(clinic, outdated),
        whilePatientIs(attendee.record, outdated),
      ],
      lookAgain: (readDays) => async () => {
        if (!isFree(await readDays())) throw outdated();
      },
    };
  };
}

function outdated(): PlanOutdated {
  return new PlanOutdated();
}
