import type { Caller } from '../../../access/caller.ts';
import { Conflict, NotFound } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { overlapOnOneDay, requireNotPast } from '../wall-times.ts';
import { createDoctorChanges, type Target } from './changes.ts';
import type { ExtraHours, NewExtraHours } from './exception-schema.ts';
import { extraHoursAfter, keptExtraHours, mostExceptions } from './exceptions.ts';
import { wallTimesOf, withWallTimes } from './wall-times-of.ts';

export type ExtraHoursService = ReturnType<typeof createExtraHoursService>;

/** Keeps when doctors work beside their schedules. */
export function createExtraHoursService({ newId, ...platform }: Pick<Platform, 'read' | 'commit' | 'clock' | 'newId'>) {
  const changeDoctor = createDoctorChanges(platform);

  return {
    /**
     * Adds extra hours, with which go those that have been over for a day. Throws `DOCTOR_NOT_FOUND`, `STALE_VERSION`,
     * `CONCURRENT_CHANGE`, `TOO_MANY_EXTRA_HOURS`, `EXTRA_HOURS_OVERLAP`, and `VALIDATION_FAILED` for those that are over.
     */
    add: (caller: Caller, target: Target, wanted: NewExtraHours): Promise<ExtraHours> =>
      changeDoctor(caller, target, (doctor, now) => {
        const added = { ...wanted, id: newId() };
        requireNotPast(extraHoursAfter(now, [added]).length > 0, 'date');
        const { extraHours } = wallTimesOf(doctor);
        requireRoom(extraHoursAfter(now, extraHours), added);
        return {
          change: withWallTimes(doctor, { extraHours: [...keptExtraHours(now, extraHours).all, added] }),
          action: 'doctor.extra-hours-added',
          details: { id: added.id, fields: Object.keys(wanted).sort() },
          result: () => added,
        };
      }),

    /** Removes extra hours; throws `DOCTOR_NOT_FOUND`, `EXTRA_HOURS_NOT_FOUND`, `STALE_VERSION`, `CONCURRENT_CHANGE`. */
    remove: (caller: Caller, { extraHoursId, ...target }: Target & { readonly extraHoursId: string }): Promise<void> =>
      changeDoctor(caller, target, (doctor) => {
        const { extraHours } = wallTimesOf(doctor);
        const kept = extraHours.filter(({ id }) => id !== extraHoursId);
        if (kept.length === extraHours.length)
          throw new NotFound('EXTRA_HOURS_NOT_FOUND', 'There are no such extra hours.');
        return {
          change: withWallTimes(doctor, { extraHours: kept }),
          action: 'doctor.extra-hours-removed',
          details: { id: extraHoursId },
          result: () => undefined,
        };
      }),
  };
}

/** Throws `TOO_MANY_EXTRA_HOURS` or `EXTRA_HOURS_OVERLAP` where those to come leave no room for more. */
function requireRoom(toCome: readonly ExtraHours[], added: ExtraHours): void {
  if (toCome.length >= mostExceptions)
    throw new Conflict(
      'TOO_MANY_EXTRA_HOURS',
      `A doctor has extra hours at most ${mostExceptions} times to come; remove some first.`,
    );
  if (overlapOnOneDay([...toCome.filter(({ date }) => date === added.date), added]))
    throw new Conflict('EXTRA_HOURS_OVERLAP', 'The doctor has extra hours on this date already, over which these lie.');
}
