import type { Caller } from '../../../access/caller.ts';
import type { IdempotencyRecords } from '../../../idempotency/records.ts';
import { isLinked, isOfClinic } from './reach.ts';
import type { Registered } from './registration.ts';
import type { Patient } from './schema.ts';
import type { PatientViewing } from './viewing.ts';

interface Dependencies {
  readonly viewing: Pick<PatientViewing, 'get'>;
  readonly records: IdempotencyRecords;
}

/**
 * Keeps the results of registrations for who repeats one, who reads the patient by that, with all that reading takes: it shows a
 * patient as they were registered to whoever may see them by now. To others it throws `PATIENT_NOT_FOUND`.
 */
export function createRegistrationRecords({ viewing, records }: Dependencies): IdempotencyRecords {
  return {
    ...records,
    async find(request) {
      const kept = (await records.find(request)) as { readonly result: Registered } | undefined;
      if (!kept) return undefined;
      const patient = await viewing.get(request.caller, kept.result.data.id);
      return { result: viewOf(kept.result, request.caller, patient) };
    },
  };
}

/** Whoever is linked by now sees no notes, which they wrote themselves, and who left the clinic nothing of its other patients. */
function viewOf({ data, meta, version }: Registered, caller: Caller, patient: Patient): Registered {
  const { internalNotes: _, ...own } = data;
  return {
    data: isLinked(caller, patient) ? own : data,
    meta: isOfClinic(caller, patient) ? meta : { ...meta, possibleDuplicates: [] },
    version,
  };
}
