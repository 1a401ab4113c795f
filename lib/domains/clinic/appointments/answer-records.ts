import type { IdempotencyRecords } from '../../../idempotency/records.ts';
import type { Appointment } from './schema.ts';
import type { AppointmentViewing } from './viewing.ts';

interface Dependencies {
  readonly viewing: Pick<AppointmentViewing, 'get'>;
  readonly records: IdempotencyRecords;
}

/**
 * Keeps what was answered about appointments for who repeats a request, who opens the appointment by that, with all that opening
 * takes: to whoever may not know of it by now it throws `APPOINTMENT_NOT_FOUND`.
 */
export function createAnswerRecords({ viewing, records }: Dependencies): IdempotencyRecords {
  return {
    ...records,
    async find(request) {
      const kept = await records.find(request);
      if (kept) await viewing.get(request.caller, (kept.result as Pick<Appointment, 'id'>).id);
      return kept;
    },
  };
}
