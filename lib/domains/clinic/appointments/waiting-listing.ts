import type { Caller } from '../../../access/caller.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createWorkingDoctors } from '../doctors/work-service.ts';
import { isWithinReach, knowsAllPatients, presentPatient, recordAt } from '../patients/attendance-service.ts';
import { shownEntry } from './shown-entry.ts';
import { entriesAboutWaiting } from './subject.ts';
import {
  doctorListPartition,
  patientListPartition,
  queryEntries,
  type WaitingSelection,
} from './waiting-repository.ts';
import type { WaitingListEntry, WaitingListFilter } from './waiting-schema.ts';

export type WaitingListing = ReturnType<typeof createWaitingListing>;

const noPage: Page<WaitingListEntry> = { items: [] };

/** Lists who waits, the longest first, which is on record before anything is seen. */
export function createWaitingListing({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const doctors = createWorkingDoctors({ read });

  async function page(list: Pick<WaitingSelection, 'index' | 'partition'>, request: PageRequest) {
    const found = await queryEntries({ read }, { ...list, ...request });
    return { ...found, items: found.items.map((entry) => shownEntry(entry, clock())) };
  }

  /** The clinic in which the caller may see who waits for a doctor; undefined where that is none. */
  const clinicOf = async (caller: Caller, doctorId: string) =>
    knowsAllPatients(caller) ? (await doctors.find(doctorId))?.clinicId : caller.clinicId;

  async function ofDoctor(caller: Caller, doctorId: string, request: PageRequest) {
    const details = { doctorId };
    await commit([], {
      audit: [{ action: 'waiting-list.listed', subject: 'waiting-list', outcome: 'success', details }],
    });
    const clinicId = await clinicOf(caller, doctorId);
    if (clinicId === undefined) return noPage;
    return page({ index: 'doctor', partition: doctorListPartition({ doctorId, clinicId }) }, request);
  }

  async function ofPatient(caller: Caller, patientId: string, request: PageRequest) {
    const [sealed] = await read.findTogether([recordAt(patientId)]);
    const patient = presentPatient(sealed);
    if (!patient || !isWithinReach(caller, patient)) return noPage;
    await commit([], { audit: [entriesAboutWaiting(caller, patient)] });
    return page({ index: 'patient', partition: patientListPartition({ patientId }) }, request);
  }

  return {
    /** Lists who waits for a doctor at the caller’s clinic, or what a patient waits for; none where the caller may not know of them. */
    list: async (
      caller: Caller,
      { doctorId, patientId }: WaitingListFilter,
      request: PageRequest,
    ): Promise<Page<WaitingListEntry>> => {
      if (doctorId !== undefined) return ofDoctor(caller, doctorId, request);
      return patientId === undefined ? noPage : ofPatient(caller, patientId, request);
    },
  };
}
