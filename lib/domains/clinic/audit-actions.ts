import type { AuditActionSet } from '../../commit/audit-action.ts';

/** What the audit records of clinics. */
export const clinicAuditActions = {
  'clinic.created': 'There is a clinic more.',
  'doctor.profile-changed': 'Fields of a doctor’s profile were changed.',
  'doctor.schedule-changed': 'The schedule of a doctor was set.',
  'doctor.time-off-added': 'A doctor is to be away.',
  'doctor.time-off-removed': 'A doctor is not to be away after all.',
  'doctor.extra-hours-added': 'A doctor is to work beside the schedule.',
  'doctor.extra-hours-removed': 'A doctor is not to work beside the schedule after all.',
} as const satisfies AuditActionSet;

declare module '../../commit/audit-action.ts' {
  interface AuditActionsOfStacks {
    clinic: typeof clinicAuditActions;
  }
}
