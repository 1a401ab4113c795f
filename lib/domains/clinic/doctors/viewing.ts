import { type Caller, isBound } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import { createIndexSearch } from '../../../indexing/search.ts';
import type { Platform } from '../../../platform/platform.ts';
import { requirePresent } from './authority.ts';
import { doctorIndex, listOf } from './doctor-index.ts';
import { doctors, type StoredDoctor } from './repository.ts';
import type { Doctor, DoctorFilter } from './schema.ts';
import { shownDoctor } from './shown-doctor.ts';

export type DoctorViewing = ReturnType<typeof createDoctorViewing>;

/** Shows doctors, to each caller what they may see of them. */
export function createDoctorViewing({ read, clock }: Pick<Platform, 'read' | 'clock'>) {
  const findPage = createIndexSearch(doctorIndex, { read });

  return {
    /** Finds a doctor who is one still; throws `DOCTOR_NOT_FOUND`. */
    async get(caller: Caller, doctorId: string): Promise<Stored<Doctor>> {
      const doctor = requirePresent(caller, await read.find(doctors, { id: doctorId }));
      return shownDoctor(doctor, caller, clock());
    },

    /** Lists doctors by a filter, newest first; a key that is bound to a clinic gets those of its own. */
    list(caller: Caller, filter: DoctorFilter, request: PageRequest): Promise<Page<Stored<Doctor>>> {
      const reached = isBound(caller) ? { ...filter, clinicId: caller.clinicId } : filter;
      const isOther = reached.clinicId !== filter.clinicId && filter.clinicId !== undefined;
      const pick = (doctor: Stored<StoredDoctor>) => (isOther ? undefined : shownDoctor(doctor, caller, clock()));
      return findPage({ ...request, selection: { list: listOf(reached), descending: true }, sifts: isOther, pick });
    },
  };
}
