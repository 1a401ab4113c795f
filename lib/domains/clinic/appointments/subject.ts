import type { Caller } from '../../../access/caller.ts';
import type { AuditAction } from '../../../commit/audit-action.ts';
import type { NewAuditEntry } from '../../../commit/audit-entry.ts';
import { type Attendee, type Belonging, standpointFor } from '../patients/attendance-service.ts';
import type { AppointmentRecord } from './record-repository.ts';

/** What of an appointment events tell. */
type Told = Pick<AppointmentRecord, 'id' | 'sequence' | 'patientId' | 'doctorId' | 'clinicId'>;

/** What an event about an appointment tells. */
export function eventAbout({ id: appointmentId, sequence, patientId, doctorId, clinicId }: Told) {
  return { subject: `appointments/${appointmentId}`, data: { appointmentId, sequence, patientId, doctorId, clinicId } };
}

/** The entry of the audit about an appointment, which stands among those about its patient. */
export function entryAbout(
  caller: Caller,
  action: AuditAction,
  { id: appointmentId, clinicId }: Pick<AppointmentRecord, 'id' | 'clinicId'>,
  { record }: Pick<Attendee, 'record'>,
): NewAuditEntry {
  const details = { as: standpointFor(caller, record), clinicId, appointmentId };
  return { action, subject: `patients/${record.id}`, outcome: 'success', details };
}

/** What an event about an entry of a waiting list is about. */
export function subjectOfWaiting(entryId: string): string {
  return `waiting-list/${entryId}`;
}

/** The entry of the audit about one of a waiting list, which stands among those about its patient. */
export function entryAboutWaiting(
  caller: Caller,
  action: AuditAction,
  { id: entryId, clinicId }: { readonly id: string; readonly clinicId: string },
  patient: Belonging,
): NewAuditEntry {
  const details = { as: standpointFor(caller, patient), clinicId, entryId };
  return { action, subject: `patients/${patient.id}`, outcome: 'success', details };
}

/** The entry of the audit about a list of what a patient waits for. */
export function entriesAboutWaiting(caller: Caller, patient: Belonging): NewAuditEntry {
  const details = { as: standpointFor(caller, patient), clinicId: patient.clinicId };
  return { action: 'waiting-list.listed', subject: `patients/${patient.id}`, outcome: 'success', details };
}
