import type { AuditActionSet } from '../../commit/audit-action.ts';

/** What the audit records of clinics and their patients. */
export const clinicAuditActions = {
  'clinic.created': 'There is a clinic more.',
  'clinic.changed': 'A clinic has another name, zone or opening hours; the details name which fields.',
  'clinic.deleted': 'A clinic to which nobody and nothing belonged is gone.',
  'clinic.closure-added': 'A clinic is closed on more days.',
  'clinic.closure-removed': 'A clinic is not closed on some days after all.',
  'doctor.profile-changed': 'Fields of a doctor’s profile were changed.',
  'doctor.schedule-changed': 'The schedule of a doctor was set.',
  'doctor.time-off-added': 'A doctor is to be away.',
  'doctor.time-off-removed': 'A doctor is not to be away after all.',
  'doctor.extra-hours-added': 'A doctor is to work beside the schedule.',
  'doctor.extra-hours-removed': 'A doctor is not to work beside the schedule after all.',
  'patient.registered': 'A patient was registered.',
  'patients.listed': 'Patients were listed or searched.',
  'patient.read': 'A patient’s record was opened.',
  'patient.accesses-read': 'Somebody looked up who has opened or changed a patient’s record.',
  'patient.changed': 'A patient’s record was changed.',
  'patient.deleted': 'A patient was deleted.',
  'patient.restored': 'A deleted patient was brought back.',
  'patient.linked': 'An account was linked to a patient, in place of any other.',
  'patient.unlinked': 'An account is linked to a patient no longer.',
  'appointment.booked': 'An appointment of a patient was booked.',
  'appointment.read': 'An appointment of a patient was opened.',
  'appointment.rescheduled': 'An appointment of a patient was moved.',
  'appointment.cancelled': 'An appointment of a patient was cancelled.',
  'appointment.checked-in': 'A patient came to an appointment.',
  'appointment.completed': 'An appointment of a patient is over.',
  'appointment.missed': 'A patient did not come to an appointment.',
  'appointments.listed': 'The appointments of a patient were listed.',
  'waiting-list.joined': 'A patient waits for a time with a doctor.',
  'waiting-list.left': 'A patient waits no longer.',
  'waiting-list.listed': 'Entries of a waiting list were listed.',
  'waiting-list.declined': 'What was offered to a patient who waits was declined.',
} as const satisfies AuditActionSet;

declare module '../../commit/audit-action.ts' {
  interface AuditActionsOfStacks {
    clinic: typeof clinicAuditActions;
  }
}
