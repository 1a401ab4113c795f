import { type Caller, reachesClinic } from '../../../access/caller.ts';
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

    /** Lists the clinics that the caller may know of by one query, newest first. */
    async list(caller: Caller, request: PageRequest): Promise<Page<Clinic>> {
      const { items, next } = await clinics.list(request);
      return { items: items.filter(({ id }) => reachesClinic(caller, id)), next };
    },
  };
}
