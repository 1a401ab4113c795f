import { Conflict, NotFound, RuleViolation } from '../../../errors.ts';
import type { ClosedBy } from './availability.ts';
import type { AppointmentStatus } from './schema.ts';

/** What was read was changed before it was written: who meets it reads again. */
export class PlanOutdated extends Conflict {
  constructor() {
    super('CONCURRENT_CHANGE', 'Something that the appointment depends on was changed at the same time. Try again.');
  }
}

/** Somebody has the slot; `nextFree` is when the next one begins. */
export function slotTaken(nextFree: string | undefined): Conflict {
  return new Conflict('SLOT_TAKEN', 'The doctor is taken at this time.', { members: { nextFree } });
}

/** The patient has another appointment at this time; `nextFree` is when the next slot begins that is free for both. */
export function patientBusy(nextFree: string | undefined): Conflict {
  return new Conflict('PATIENT_BUSY', 'The patient has another appointment at this time.', { members: { nextFree } });
}

const sentences: Readonly<Record<Exclude<ClosedBy, 'taken'>, string>> = {
  not_working: 'No slot of the doctor begins at this time.',
  closed: 'The clinic is closed at this time.',
  time_off: 'The doctor is away at this time.',
  notice: 'It is too late to book this time.',
  horizon: 'It is too early to book this time.',
};

/** Nobody can book the slot, whoever has it. */
export function slotUnavailable(reason: Exclude<ClosedBy, 'taken'>, nextFree: string | undefined): RuleViolation {
  return new RuleViolation('SLOT_UNAVAILABLE', sentences[reason], { members: { reason, nextFree } });
}

/** The hold is over or gone, was somebody else’s, or was for another slot. */
export function holdExpired(): Conflict {
  return new Conflict('HOLD_EXPIRED', 'This hold does not keep the slot, or no longer. Choose a slot again.');
}

/** An appointment is not in a state from which it can come to the one that is wanted. */
export function illegalTransition(current: AppointmentStatus): Conflict {
  const message = `This cannot be done to an appointment that is ${current.replace('_', ' ')}.`;
  return new Conflict('ILLEGAL_TRANSITION', message, { members: { current } });
}

/** It has begun, from when on the clinic alone moves and cancels it. */
export function appointmentBegun(): RuleViolation {
  return new RuleViolation('APPOINTMENT_BEGUN', 'It has begun. Ask the clinic to change it.');
}

/** There is no such appointment, or it is not the caller’s to know of; it looks the same. */
export function appointmentAbsentFor(actsEverywhere: boolean): NotFound {
  return new NotFound('APPOINTMENT_NOT_FOUND', 'There is no such appointment.', { refused: !actsEverywhere });
}

/** Somebody holds as many slots as anybody may at once. */
export function tooManyHolds(most: number): Conflict {
  return new Conflict('TOO_MANY_HOLDS', `Nobody holds more than ${most} slots at once. Book or release one first.`);
}

/** The hold is over or gone, or is not the caller’s to know of; it looks the same. */
export function holdAbsentFor(actsEverywhere: boolean): NotFound {
  return new NotFound('HOLD_NOT_FOUND', 'There is no such hold, or no longer.', { refused: !actsEverywhere });
}

/** A patient waits for as many things as anybody may at once. */
export function tooManyEntries(most: number): Conflict {
  return new Conflict('TOO_MANY_ENTRIES', `A patient has at most ${most} entries on waiting lists. Remove one first.`);
}

/** The entry is over or gone, or is not the caller’s to know of; it looks the same. */
export function entryAbsentFor(actsEverywhere: boolean): NotFound {
  const message = 'There is no such entry of a waiting list, or no longer.';
  return new NotFound('WAITING_LIST_ENTRY_NOT_FOUND', message, { refused: !actsEverywhere });
}
