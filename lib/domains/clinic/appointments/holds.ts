import { type Caller, callerId } from '../../../access/caller.ts';
import { later, minute } from '../../../clock.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Stored } from '../../../data/entity.ts';
import { unknownReference } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createClinicRules, whileClinicIs } from '../clinics/rules-service.ts';
import { daysAmong, daysAt, holdSlot, isDoctorFree, releaseSlot, stretchFrom } from '../days/service.ts';
import { presentAt, whileDoctorIs, workingDoctorAt } from '../doctors/work-service.ts';
import type { Slot } from './availability.ts';
import { createDeclining } from './declining.ts';
import {
  type Holder,
  holdAt,
  holderAt,
  insertHold,
  removeHold,
  replaceHeld,
  type StoredHold,
} from './hold-repository.ts';
import { holdAbsentFor, PlanOutdated, tooManyHolds } from './refusals.ts';
import type { Hold, NewHold } from './schema.ts';
import { createSlotChoice } from './slot-choice.ts';
import { heldSlotOf, instantsOf, nextSecond } from './times.ts';

const kept = 5 * minute;
const mostHeld = 3;

export type Holds = ReturnType<typeof createHolds>;

/** Keeps slots for those who are about to book them. */
export function createHolds({ read, commit, clock, newId }: Pick<Platform, 'read' | 'commit' | 'clock' | 'newId'>) {
  const clinics = createClinicRules({ read });
  const choice = createSlotChoice({ read });
  const decline = createDeclining({ read, commit, clock });

  const daysOf = ({ doctorId, start }: NewHold) => daysAt('doctor', doctorId, stretchFrom(Date.parse(start)));

  /** What was read of a doctor, of the days in question and of what the caller holds. */
  async function look(caller: Caller, wish: NewHold) {
    const { doctorId } = wish;
    const [person, holder, ...days] = await read.findTogether([
      workingDoctorAt(doctorId),
      holderAt(callerId(caller)),
      ...daysOf(wish),
    ]);
    const clinic = await clinics.find(person?.clinicId ?? doctorId);
    const doctor = clinic && mayHoldAt(caller, clinic.id) ? presentAt(person, clinic.id) : undefined;
    if (!doctor || !clinic) throw unknownReference('doctorId', 'doctor');
    return { doctor, clinic, holder, days: daysAmong(days, doctorId) };
  }

  async function attempt(caller: Caller, wish: NewHold): Promise<Hold> {
    const seen = await look(caller, wish);
    const now = clock();
    const held = stillHeld(seen.holder, now);
    if (held.length >= mostHeld) throw tooManyHolds(mostHeld);
    const slot = await choice.choose(seen, { start: Date.parse(wish.start), now: now.getTime(), isHeld: false });
    if (!isDoctorFree(seen.days, slot, now.getTime())) throw await choice.refusalOf(seen, slot, now.getTime());
    return store(caller, { ...seen, slot, held, now }, wish);
  }

  async function store(
    caller: Caller,
    { doctor, clinic, holder, slot, held, now }: Awaited<ReturnType<typeof look>> & Chosen,
    wish: NewHold,
  ): Promise<Hold> {
    const makerId = callerId(caller);
    const hold = newHoldOf(slot, { id: newId(now.getTime()), doctorId: doctor.id, clinicId: clinic.id, makerId }, now);
    const after = [...held, { holdId: hold.id, endsAt: hold.endsAt }];
    const writes = [
      ...[insertHold(hold), ...holdSlot(heldSlotOf(hold), { now: now.getTime(), taken: outdated })],
      replaceHeld(makerId, { before: holder, held: after, now }, outdated),
      ...[whileDoctorIs(doctor, outdated), whileClinicIs(clinic, outdated)],
    ];
    return commit(writes, {
      result: { holdId: hold.id, expiresAt: hold.endsAt },
      lookAgain: async () => {
        const [again, ...days] = await read.findTogether([holderAt(makerId), ...daysOf(wish)]);
        const isFree = isDoctorFree(daysAmong(days, doctor.id), slot, now.getTime());
        if (!isFree || again?.version !== holder?.version) throw outdated();
      },
    });
  }

  async function giveUp(hold: StoredHold, makerId: string, holder: Stored<Holder> | undefined): Promise<void> {
    const now = clock();
    const held = stillHeld(holder, now).filter(({ holdId }) => holdId !== hold.id);
    await commit([
      // By a clock that is behind it is there still, and somebody else may have the cells.
      ...[removeHold(hold.id, lost), ...releaseSlot(heldSlotOf(hold), lost)],
      replaceHeld(makerId, { before: holder, held, now }, outdated),
    ]);
  }

  return {
    /**
     * Keeps a slot for five minutes, by one transaction and two reads. Throws `UNKNOWN_REFERENCE`, `TOO_MANY_HOLDS`, and by one more
     * read, for the next slot, `SLOT_UNAVAILABLE` and `SLOT_TAKEN`; `CONCURRENT_CHANGE`.
     */
    hold: (caller: Caller, wish: NewHold): Promise<Hold> => retryOnConflict(() => attempt(caller, wish), isOutdated),

    /**
     * Releases a hold of the caller’s own, or declines what is offered to a patient within their reach, by at most two reads; throws
     * `HOLD_NOT_FOUND`, `CONCURRENT_CHANGE`.
     */
    release: (caller: Caller, holdId: string): Promise<void> =>
      retryOnConflict(async () => {
        const makerId = callerId(caller);
        const [hold, holder] = await read.findTogether([holdAt(holdId), holderAt(makerId)]);
        if (hold?.makerId === makerId) await giveUp(hold, makerId, holder);
        else await decline(caller, holdId, hold);
      }, isOutdated),
  };
}

/** Whether the caller may keep slots at a clinic: people may be linked to a patient of any, and a key knows those of its own. */
function mayHoldAt(caller: Caller, clinicId: string): boolean {
  return caller.kind === 'person' || caller.clinicId === clinicId;
}

interface Chosen {
  readonly slot: Slot;
  readonly held: Holder['held'];
  readonly now: Date;
}

function stillHeld(holder: Holder | undefined, now: Date): Holder['held'] {
  return holder?.held.filter(({ endsAt }) => Date.parse(endsAt) > now.getTime()) ?? [];
}

function newHoldOf(
  slot: Slot,
  whose: Pick<StoredHold, 'id' | 'doctorId' | 'clinicId' | 'makerId'>,
  now: Date,
): StoredHold {
  return { ...whose, ...instantsOf(slot), endsAt: nextSecond(later(now, kept)).toISOString() };
}

function outdated(): PlanOutdated {
  return new PlanOutdated();
}

function isOutdated(error: unknown): boolean {
  return error instanceof PlanOutdated;
}

/** To its maker it is no secret that it was there. */
function lost() {
  return holdAbsentFor(true);
}
