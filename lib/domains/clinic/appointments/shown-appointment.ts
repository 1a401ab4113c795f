import type { Stored } from '../../../data/entity.ts';
import type { AppointmentRecord } from './record-repository.ts';
import type { Appointment } from './schema.ts';

/** An appointment as whoever may open it sees it. */
export function shownAppointment(record: Stored<AppointmentRecord>): Stored<Appointment> {
  const { id, clinicId, doctorId, patientId, start, end, status, reason, cancelReason } = record;
  const { createdAt, updatedAt, version } = record;
  return {
    ...{ id, clinicId, doctorId, patientId, start, end, status, reason },
    ...(cancelReason !== undefined && { cancelReason }),
    ...{ createdAt, updatedAt, version },
  };
}
