import { type Caller, callerId } from '../../../access/caller.ts';
import type { Write } from '../../../data/write.ts';
import type { HeldSlot } from '../days/service.ts';
import type { Agenda } from './agenda.ts';
import { removeHold, replaceHeld, type StoredHold } from './hold-repository.ts';
import { holdExpired, PlanOutdated } from './refusals.ts';
import { heldSlotOf } from './times.ts';
import { withoutEntry } from './waiter-repository.ts';
import { removeServedEntry } from './waiting-repository.ts';

/** The use of a hold by a booking: the slot that it keeps, and the writes by which it is gone. */
export interface HoldUse {
  readonly slot: HeldSlot;
  readonly writes: readonly Write[];
}

/** What a booking names a hold for. */
interface Wish {
  readonly start: string;
  readonly holdId?: string | undefined;
}

/**
 * The use of the hold that a booking names, which is its maker’s, or that of the patient to whom it was offered; undefined where it
 * names none. Throws `HOLD_EXPIRED` for one that is over, of others, or of another slot.
 */
export function useOf(agenda: Agenda, caller: Caller, { holdId, start }: Wish, now: Date): HoldUse | undefined {
  if (holdId === undefined) return undefined;
  const { hold, doctor, attendee } = agenda;
  const isTheirs = hold && (hold.makerId === callerId(caller) || hold.patientId === attendee.record.id);
  if (!isTheirs || hold.doctorId !== doctor.id || hold.start !== start) throw holdExpired();
  const ended = hold.entryId === undefined ? countedOut(hold, agenda, now) : servedEntry(hold.entryId, agenda, now);
  return { slot: heldSlotOf(hold), writes: [removeHold(hold.id, outdated), ...ended] };
}

/** What its maker holds beside a hold. */
function countedOut({ id, makerId }: StoredHold, { holder }: Agenda, now: Date): Write[] {
  if (makerId === undefined || !holder) return [];
  const held = holder.held.filter(({ holdId }) => holdId !== id);
  return [replaceHeld(makerId, { before: holder, held, now }, outdated)];
}

/** What is left on the waiting list where somebody is served from it. */
function servedEntry(entryId: string, { waiter, attendee }: Agenda, now: Date): Write[] {
  const served = { id: entryId, patientId: attendee.record.id, isOffered: true };
  return [removeServedEntry(entryId), ...withoutEntry(served, { waiter, now }, outdated)];
}

function outdated(): PlanOutdated {
  return new PlanOutdated();
}
