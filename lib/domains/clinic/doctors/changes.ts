import type { Caller } from '../../../access/caller.ts';
import type { AuditAction } from '../../../commit/audit-action.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Stored } from '../../../data/entity.ts';
import { staleVersion } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { mayChange, requirePresent } from './authority.ts';
import { changeDoctor, type DoctorChange, DoctorChanged, doctors, type StoredDoctor } from './repository.ts';
import { doctorHidden } from './schema.ts';

/** The doctor whom a change is about. */
export interface Target {
  readonly doctorId: string;
  /** The versions of which one must be the current one; any version will do where it is undefined. */
  readonly expectedVersion?: readonly number[] | undefined;
}

/** What a change does, what is put on record of it, and what is answered. */
interface Change<R> {
  readonly change: DoctorChange;
  readonly action: AuditAction;
  readonly details: Readonly<Record<string, unknown>>;
  readonly result: (changed: Stored<StoredDoctor>) => R;
}

/**
 * Makes a change that is conditional on the doctor as they were read, and makes it again on the current one when somebody was
 * faster. Throws `DOCTOR_NOT_FOUND` also for one whom the caller may not change, `STALE_VERSION`, `CONCURRENT_CHANGE`.
 */
type ChangeDoctor = <R>(
  caller: Caller,
  target: Target,
  make: (doctor: Stored<StoredDoctor>, now: Date) => Change<R> | Promise<Change<R>>,
) => Promise<R>;

export function createDoctorChanges({
  read,
  commit,
  clock,
}: Pick<Platform, 'read' | 'commit' | 'clock'>): ChangeDoctor {
  async function find(caller: Caller, { doctorId, expectedVersion }: Target): Promise<Stored<StoredDoctor>> {
    // The check comes before any read, as the time of the answer must not tell whether there is such a doctor.
    if (!mayChange(caller, doctorId)) throw doctorHidden();
    const doctor = requirePresent(caller, await read.find(doctors, { id: doctorId }));
    if (expectedVersion && !expectedVersion.includes(doctor.version)) throw staleVersion();
    return doctor;
  }

  async function write<R>(doctor: Stored<StoredDoctor>, { change, action, details, result }: Change<R>, now: Date) {
    const dated = { ...change, set: { ...change.set, updatedAt: now.toISOString() } };
    return commit([changeDoctor(doctor, dated)], {
      audit: [{ action, subject: `doctors/${doctor.id}`, outcome: 'success', details }],
      result: result(changedBy(dated, doctor)),
    });
  }

  return (caller, target, make) =>
    retryOnConflict(
      async () => {
        const doctor = await find(caller, target);
        const now = clock();
        return write(doctor, await make(doctor, now), now);
      },
      (error) => error instanceof DoctorChanged,
    );
}

/** The doctor after a change. */
function changedBy(
  { set, remove = [] }: DoctorChange & Required<Pick<DoctorChange, 'set'>>,
  doctor: Stored<StoredDoctor>,
): Stored<StoredDoctor> {
  const kept = Object.entries(doctor).filter(([field]) => !remove.some((removed) => removed === field));
  return { ...(Object.fromEntries(kept) as Stored<StoredDoctor>), ...set, version: doctor.version + 1 };
}
