import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import { Conflict, NotFound } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createBookedSearch, restOf } from '../days/booked-service.ts';
import { requireNotPast } from '../wall-times.ts';
import { createDoctorChanges, type Target } from './changes.ts';
import type { AddedTimeOff, NewTimeOff, TimeOff } from './exception-schema.ts';
import { keptTimeOff, mostExceptions, timeOffAfter } from './exceptions.ts';
import type { StoredDoctor } from './repository.ts';

export type TimeOffService = ReturnType<typeof createTimeOffService>;

/** Keeps when doctors are away. */
export function createTimeOffService({ newId, ...platform }: Pick<Platform, 'read' | 'commit' | 'clock' | 'newId'>) {
  const changeDoctor = createDoctorChanges(platform);
  const booked = createBookedSearch(platform);

  /** What the doctor is booked for in a time off, and is not over. */
  async function bookedIn(doctorId: string, { from, to }: Pick<TimeOff, 'from' | 'to'>): Promise<string[]> {
    const stretch = { from: Date.parse(from), to: Date.parse(to) };
    const found = await booked.find('doctor', doctorId, restOf(stretch, platform.clock().getTime()));
    return found.map(({ appointmentId }) => appointmentId);
  }

  return {
    /**
     * Adds time off, with which goes what has been over for a day. Throws `DOCTOR_NOT_FOUND`, `STALE_VERSION`,
     * `CONCURRENT_CHANGE`, `TOO_MANY_TIME_OFF`, and `VALIDATION_FAILED` for what is over.
     */
    async add(caller: Caller, target: Target, wanted: NewTimeOff): Promise<AddedTimeOff> {
      const { timeOff } = await changeDoctor(caller, target, async (doctor, now) => {
        const added = withTimeOff(doctor, { ...wanted, id: newId() }, now);
        const conflicts = await bookedIn(doctor.id, wanted);
        return { ...added, result: () => ({ timeOff: added.timeOff, conflicts }) };
      });
      // Whatever is booked from now on knows of the time off; what came while it was stored did not.
      return { timeOff, conflicts: await bookedIn(target.doctorId, timeOff) };
    },

    /** Removes time off; throws `DOCTOR_NOT_FOUND`, `TIME_OFF_NOT_FOUND`, `STALE_VERSION`, `CONCURRENT_CHANGE`. */
    remove: (caller: Caller, { timeOffId, ...target }: Target & { readonly timeOffId: string }): Promise<void> =>
      changeDoctor(caller, target, ({ timeOff = [] }) => {
        const kept = timeOff.filter(({ id }) => id !== timeOffId);
        if (kept.length === timeOff.length) throw new NotFound('TIME_OFF_NOT_FOUND', 'There is no such time off.');
        return {
          change: { set: { timeOff: kept } },
          action: 'doctor.time-off-removed',
          details: { id: timeOffId },
          result: () => undefined,
        };
      }),
  };
}

/** The change by which a doctor has one time off more. */
function withTimeOff({ timeOff: before }: Stored<StoredDoctor>, timeOff: TimeOff, now: Date) {
  requireNotPast(timeOffAfter(now, [timeOff]).length > 0, 'to');
  const { all, toCome } = keptTimeOff(now, before);
  if (toCome >= mostExceptions) throw tooMany();
  return {
    timeOff,
    change: { set: { timeOff: [...all, timeOff] } },
    action: 'doctor.time-off-added' as const,
    // Why somebody is away is nobody's business who reads the audit.
    details: {
      id: timeOff.id,
      fields: Object.keys(timeOff)
        .filter((field) => field !== 'id')
        .sort(),
    },
  };
}

function tooMany(): Conflict {
  return new Conflict(
    'TOO_MANY_TIME_OFF',
    `A doctor has at most ${mostExceptions} times off to come; remove one first.`,
  );
}
