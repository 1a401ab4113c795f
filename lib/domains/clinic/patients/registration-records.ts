import type { Caller } from '../../../access/caller.ts';
import type { IdempotencyRecords } from '../../../idempotency/records.ts';
import type { Platform } from '../../../platform/platform.ts';
import { isInReach, isLinked, isOfClinic, patientAbsentFor, standpointOf } from './reach.ts';
import type { Registered } from './registration.ts';
import { type PatientRow, patientRowAt } from './row-repository.ts';

interface Dependencies extends Pick<Platform, 'read' | 'commit'> {
  readonly records: IdempotencyRecords;
}

/**
 * Keeps the results of registrations for who repeats one, by a read and an entry of the audit more than others: it shows a patient
 * as they were registered to whoever may see them by now. To others it throws `PATIENT_NOT_FOUND`.
 */
export function createRegistrationRecords({ read, commit, records }: Dependencies): IdempotencyRecords {
  async function seenNow(kept: Registered, caller: Caller): Promise<Registered> {
    const { id } = kept.data;
    const [row] = await read.findTogether([patientRowAt(id)]);
    if (!row || row.deletedAt !== undefined || !isInReach(caller, row)) throw patientAbsentFor(caller);
    const details = { as: standpointOf(caller, row), clinicId: row.clinicId };
    await commit([], { audit: [{ action: 'patient.read', subject: `patients/${id}`, outcome: 'success', details }] });
    return viewOf(kept, caller, row);
  }

  return {
    ...records,
    async find(request) {
      const kept = await records.find(request);
      return kept && { result: await seenNow(kept.result as Registered, request.caller) };
    },
  };
}

/** Whoever is linked by now sees no notes, which they wrote themselves, and who left the clinic nothing of its other patients. */
function viewOf({ data, meta, version }: Registered, caller: Caller, row: PatientRow): Registered {
  const { internalNotes: _, ...own } = data;
  return {
    data: isLinked(caller, row) ? own : data,
    meta: isOfClinic(caller, row) ? meta : { ...meta, possibleDuplicates: [] },
    version,
  };
}
