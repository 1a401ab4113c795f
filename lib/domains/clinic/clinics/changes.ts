import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Stored } from '../../../data/entity.ts';
import { staleVersion } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { ClinicChanged, clinicNotFound } from './refusals.ts';
import { createClinicRepository } from './repository.ts';
import type { Clinic } from './shown-schema.ts';

/** The clinic that a change is about. */
export interface ClinicTarget {
  readonly clinicId: string;
  /** The versions of which one must be the current one; any version will do where it is undefined. */
  readonly expectedVersion?: readonly number[] | undefined;
}

/** Changes of clinics, which hold for them as they were read. */
export function createClinicChanges({ read }: Pick<Platform, 'read'>) {
  const clinics = createClinicRepository({ read });

  async function get({ clinicId, expectedVersion }: ClinicTarget): Promise<Stored<Clinic>> {
    const clinic = await clinics.find(clinicId);
    if (!clinic) throw clinicNotFound();
    if (expectedVersion && !expectedVersion.includes(clinic.version)) throw staleVersion();
    return clinic;
  }

  return {
    /**
     * Makes a change of the clinic as it was read, and makes it again on the current one when somebody was faster. Throws
     * `CLINIC_NOT_FOUND`, `STALE_VERSION`, `CONCURRENT_CHANGE`.
     */
    change: <R>(target: ClinicTarget, change: (clinic: Stored<Clinic>) => Promise<R>): Promise<R> =>
      retryOnConflict(
        async () => change(await get(target)),
        (error) => error instanceof ClinicChanged,
      ),
  };
}
