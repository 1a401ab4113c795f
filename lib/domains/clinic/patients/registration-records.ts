import type { IdempotencyRecords } from '../../../idempotency/records.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Registered } from './registration.ts';
import { patientRowAt } from './row-repository.ts';

interface Dependencies extends Pick<Platform, 'read'> {
  readonly records: IdempotencyRecords;
}

/**
 * Keeps the results of registrations for who repeats one, by a read more than others: whoever was linked to the patient since
 * then sees the notes no more, which they wrote themselves.
 */
export function createRegistrationRecords({ read, records }: Dependencies): IdempotencyRecords {
  async function seenNow({ data, ...told }: Registered, callerId: string): Promise<Registered> {
    const [row] = await read.findTogether([patientRowAt(data.id)]);
    if (row?.userId !== callerId) return { data, ...told };
    const { internalNotes: _, ...seen } = data;
    return { data: seen, ...told };
  }

  return {
    ...records,
    async find(request) {
      const kept = await records.find(request);
      return kept && { result: await seenNow(kept.result as Registered, request.callerId) };
    },
  };
}
