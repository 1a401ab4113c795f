import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import type { NewEvent } from '../../../events/definition.ts';
import type { Platform } from '../../../platform/platform.ts';
import { releaseSlot } from '../days/service.ts';
import { slotPassedOn } from '../events/waiting-list.ts';
import { isWithinReach, knowsAllPatients, presentPatient, recordAt } from '../patients/attendance-service.ts';
import { removeHold, type StoredHold } from './hold-repository.ts';
import { holdAbsentFor, PlanOutdated } from './refusals.ts';
import { entryAboutWaiting, subjectOfWaiting } from './subject.ts';
import { heldSlotOf } from './times.ts';
import { replaceWaiter, waiterAt } from './waiter-repository.ts';
import { entryAt, replaceOffer, type StoredEntry } from './waiting-repository.ts';

/** Declines what a hold offers to a patient: the slot is passed on at once. Throws `HOLD_NOT_FOUND`, `PlanOutdated`. */
export function createDeclining({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  /** `hold` is what was found by its id. */
  return async (caller: Caller, holdId: string, hold: StoredHold | undefined): Promise<void> => {
    // A hold that is not there, or somebody else's own, costs the same reads as one that is out of reach.
    const { patientId = holdId, entryId = holdId } = hold ?? {};
    const [sealed, entry, waiter] = await read.findTogether([
      recordAt(patientId),
      entryAt(entryId),
      waiterAt(patientId),
    ]);
    const patient = presentPatient(sealed);
    if (!hold || !entry || !patient || !isWithinReach(caller, patient)) throw holdAbsentFor(knowsAllPatients(caller));
    const given = giveBack(entry, hold);
    const waits = waiter?.waits ?? [];
    await commit(
      [
        ...[...given.writes, replaceOffer(entry, undefined, outdated)],
        replaceWaiter(patientId, { before: waiter, now: clock(), waits }, outdated),
      ],
      { events: given.events, audit: [entryAboutWaiting(caller, 'waiting-list.declined', entry, patient)] },
    );
  };
}

/** The writes by which what was offered for an entry is held no longer, and the event by which it goes to who waits next. */
export function giveBack(
  { id, doctorId, clinicId, startKey }: Stored<StoredEntry>,
  hold: Pick<StoredHold, 'id' | 'start' | 'end' | 'busyUntil' | 'endsAt' | 'givenUpBy'>,
): { readonly writes: Write[]; readonly events: NewEvent[] } {
  const { start, givenUpBy } = hold;
  const data = { doctorId, clinicId, start, behind: startKey, ...(givenUpBy && { givenUpBy }) };
  return {
    writes: [removeHold(hold.id, outdated), ...releaseSlot(heldSlotOf({ ...hold, doctorId }), outdated)],
    events: [slotPassedOn.of({ subject: subjectOfWaiting(id), data })],
  };
}

function outdated(): PlanOutdated {
  return new PlanOutdated();
}
