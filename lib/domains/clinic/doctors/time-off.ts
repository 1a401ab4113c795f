import type { Caller } from '../../../access/caller.ts';
import { Conflict, NotFound } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createDoctorChanges, type Target } from './changes.ts';
import type { AddedTimeOff, NewTimeOff } from './exception-schema.ts';
import { keptTimeOff, mostExceptions, requireNotPast, timeOffAfter } from './exceptions.ts';

export type TimeOffService = ReturnType<typeof createTimeOffService>;

/** Keeps when doctors are away. */
export function createTimeOffService({ newId, ...platform }: Pick<Platform, 'read' | 'commit' | 'clock' | 'newId'>) {
  const changeDoctor = createDoctorChanges(platform);

  return {
    /**
     * Adds time off, with which goes what has been over for a day. Throws `DOCTOR_NOT_FOUND`, `STALE_VERSION`,
     * `CONCURRENT_CHANGE`, `TOO_MANY_TIME_OFF`, and `VALIDATION_FAILED` for what is over.
     */
    add: (caller: Caller, target: Target, wanted: NewTimeOff): Promise<AddedTimeOff> =>
      changeDoctor(caller, target, (doctor, now) => {
        const timeOff = { ...wanted, id: newId() };
        requireNotPast(timeOffAfter(now, [timeOff]).length > 0, 'to');
        const { all, toCome } = keptTimeOff(now, doctor.timeOff);
        if (toCome >= mostExceptions) throw tooMany();
        return {
          change: { set: { timeOff: [...all, timeOff] } },
          action: 'doctor.time-off-added',
          // Why somebody is away is nobody's business who reads the audit.
          details: { id: timeOff.id, fields: Object.keys(wanted).sort() },
          result: () => ({ timeOff, conflicts: [] }),
        };
      }),

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

function tooMany(): Conflict {
  return new Conflict(
    'TOO_MANY_TIME_OFF',
    `A doctor has at most ${mostExceptions} times off to come; remove one first.`,
  );
}
