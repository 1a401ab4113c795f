import type { AuditAction } from '../../../commit/audit-action.ts';
import type { AuditEntry } from '../../../commit/audit-entry.ts';
import { toWall } from '../../../zoned-time.ts';
import { accessDetails } from '../patients/access-schema.ts';

/** A record that was seen by somebody whom it is not about. */
export interface Reading {
  readonly readerId: string;
  readonly isProgram: boolean;
  readonly record: string;
  readonly time: string;
  /** The clinic by whose clock it may have been at night. */
  readonly clinicId?: string | undefined;
}

/** The actions that show a record, or who has opened it; to register or to delete a patient shows nothing that was not known. */
const readings: ReadonlySet<string> = new Set<AuditAction>([
  'patient.read',
  'patient.changed',
  'patient.restored',
  'patient.linked',
  'patient.accesses-read',
]);

/** The night by the clock on the wall of a clinic, `HH:MM:SS`. */
const night = { from: '22:00:00', to: '06:00:00' };

/** The reading of an entry; undefined where it is none, where it was refused, and where somebody has looked at their own record. */
export function readingOf({ action, outcome, actorId, subject, time, details }: AuditEntry): Reading | undefined {
  if (!readings.has(action) || outcome !== 'success' || actorId === undefined) return undefined;
  const { as, clinicId } = accessDetails().parse(details);
  if (as === 'patient') return undefined;
  return { readerId: actorId, isProgram: as === 'program', record: subject, time, clinicId };
}

/** Whether it is night in a zone at an instant. */
export function isNight(time: string, zone: string): boolean {
  const { time: shown } = toWall(new Date(time), zone);
  return shown >= night.from || shown < night.to;
}
