import { type Caller, isBound } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import type { Platform } from '../../../platform/platform.ts';
import { requireVisible } from './reach.ts';
import { clinicNotFound } from './refusals.ts';
import { createClinicRepository } from './repository.ts';
import type { Clinic } from './shown-schema.ts';

export type ClinicViewing = ReturnType<typeof createClinicViewing>;

/** Shows clinics. */
export function createClinicViewing({ read }: Pick<Platform, 'read'>) {
  const clinics = createClinicRepository({ read });

  return {
    /** Shows a clinic; throws `CLINIC_NOT_FOUND`. */
    async get(caller: Caller, clinicId: string): Promise<Stored<Clinic>> {
      requireVisible(caller, clinicId);
      const clinic = await clinics.find(clinicId);
      if (!clinic) throw clinicNotFound();
      return clinic;
    },

    /** Lists the clinics that the caller may know of, newest first: all by one query, or that of a bound key by one read. */
    async list(caller: Caller, request: PageRequest): Promise<Page<Clinic>> {
      // To sift the pages of all would tell a bound key by its cursors how many others there are.
      if (!isBound(caller)) return clinics.list(request);
      const own = await clinics.find(caller.clinicId);
      return { items: own ? [own] : [] };
    },
  };
}
