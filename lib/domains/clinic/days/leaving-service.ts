import type { Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type Booked, createBookedSearch, toCome } from './booked-service.ts';
import { findRosterEntry, leaveRoster, type RosterId } from './roster-repository.ts';

/** What a doctor who is to leave a clinic is booked for, and the write by which they leave, which demands that no more came. */
interface Leaving {
  readonly booked: readonly Booked[];
  /** Throws the error of `overtaken` where the doctor was booked since. */
  leave(overtaken: () => Error): Write;
}

/** Finds what stands against a doctor’s leaving of a clinic at an instant, by two reads. */
export function createLeavings({ read }: Pick<Platform, 'read'>) {
  const { find } = createBookedSearch({ read });
  return async (id: RosterId, now: number): Promise<Leaving> => {
    // The entry comes first: whatever is booked after the days were read has raised its version.
    const entry = await findRosterEntry({ read }, id);
    const booked = await find('doctor', id.doctorId, toCome(now));
    return { booked, leave: (overtaken) => leaveRoster(id, entry, overtaken) };
  };
}
