import type { AuditAction } from '../../../commit/audit-action.ts';
import type { NewAuditEntry } from '../../../commit/audit-entry.ts';
import type { Owner } from '../../../data-keys/data-key.ts';

/** Whose key seals what the lists of a clinic show. */
export function clinicOwner(clinicId: string): Owner {
  return `clinics/${clinicId}`;
}

/** How events and the audit tell of a clinic. */
export function aboutClinic(clinicId: string) {
  const subject = `clinics/${clinicId}`;
  return {
    event: { subject, data: { clinicId } },
    entry: (action: AuditAction, details?: NewAuditEntry['details']): NewAuditEntry => ({
      action,
      subject,
      outcome: 'success',
      ...(details && { details }),
    }),
  };
}
