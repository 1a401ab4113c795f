import type { Caller } from '../../../access/caller.ts';
import { day } from '../../../clock.ts';
import type { AuditAction } from '../../../commit/audit-action.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import { startOfDay } from '../../../zoned-time.ts';
import { createBookedSearch, restOf } from '../days/booked-service.ts';
import { clinicChanged } from '../events/clinics.ts';
import { type ClinicTarget, createClinicChanges } from './changes.ts';
import type { NewClosure } from './input-schema.ts';
import { requireInside } from './reach.ts';
import { closureNotFound, tooManyClosures } from './refusals.ts';
import { changeClinic } from './repository.ts';
import type { AddedClosure, Clinic, Closure } from './shown-schema.ts';
import { aboutClinic } from './subject.ts';

export type ClosureService = ReturnType<typeof createClosureService>;

/** With the longest reasons they fit in the item of their clinic, which holds 400 KB. */
const mostClosures = 366;

/** The days on which clinics are closed. */
export function createClosureService({
  read,
  commit,
  clock,
  newId,
}: Pick<Platform, 'read' | 'commit' | 'clock' | 'newId'>) {
  const changes = createClinicChanges({ read });
  const booked = createBookedSearch({ read });

  /** The appointments on the days of a closure that are not over. */
  async function bookedOn({ id, timeZone }: Stored<Clinic>, { from, to }: Closure): Promise<string[]> {
    const days = { from: startOfDay(from, timeZone).getTime(), to: startOfDay(dayAfter(to), timeZone).getTime() };
    const found = await booked.findAtClinic(id, restOf(days, clock().getTime()));
    return found.map(({ appointmentId }) => appointmentId);
  }

  /** What a commit takes that gives the clinic these closures. */
  function replaced(clinic: Stored<Clinic>, closures: Closure[], action: AuditAction, closureId: string) {
    const set = { closures, updatedAt: clock().toISOString() };
    return {
      writes: [changeClinic(clinic, set)],
      events: [clinicChanged.of(aboutClinic(clinic.id).event)],
      audit: [aboutClinic(clinic.id).entry(action, { closureId })],
    };
  }

  return {
    /** Adds a closure; throws `CLINIC_NOT_FOUND`, `STALE_VERSION`, `CONCURRENT_CHANGE`, `TOO_MANY_CLOSURES`. */
    async add(caller: Caller, target: ClinicTarget, wish: NewClosure): Promise<AddedClosure> {
      requireInside(caller, target.clinicId);
      const closure = { id: newId(clock().getTime()), ...wish };
      return changes.change(target, async (clinic) => {
        if (clinic.closures.length >= mostClosures) throw tooManyClosures();
        const closures = [...clinic.closures, closure].sort(byFirstDay);
        const { writes, ...records } = replaced(clinic, closures, 'clinic.closure-added', closure.id);
        const added = { closure, conflicts: await bookedOn(clinic, closure) };
        await commit(writes, { ...records, result: added });
        // Whatever is booked from now on knows of the closure; what came while it was stored did not.
        return { closure, conflicts: await bookedOn(clinic, closure) };
      });
    },

    /** Removes a closure; throws `CLINIC_NOT_FOUND`, `CLOSURE_NOT_FOUND`, `STALE_VERSION`, `CONCURRENT_CHANGE`. */
    async remove(caller: Caller, { closureId, ...target }: ClinicTarget & { closureId: string }): Promise<void> {
      requireInside(caller, target.clinicId);
      return changes.change(target, async (clinic) => {
        const closures = clinic.closures.filter(({ id }) => id !== closureId);
        if (closures.length === clinic.closures.length) throw closureNotFound();
        const { writes, ...records } = replaced(clinic, closures, 'clinic.closure-removed', closureId);
        return commit(writes, records);
      });
    },
  };
}

/** The last date that has one after it of four digits for the year. */
const lastDate = '9999-12-30';

function dayAfter(date: string): string {
  const next = Date.parse(date < lastDate ? date : lastDate) + day;
  return new Date(next).toISOString().slice(0, 10);
}

/** By the first day, then by the last, then as they were added. */
function byFirstDay(one: Closure, other: Closure): number {
  const [before, after] = [one, other].map(({ from, to, id }) => `${from} ${to} ${id}`);
  return String(before) < String(after) ? -1 : 1;
}
