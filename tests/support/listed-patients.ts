import { doctors } from '../../lib/domains/clinic/doctors/repository.ts';
import { northClinic } from './clinics.ts';
import type { MemoryDatabase } from './memory-database.ts';

/** A doctor of North by a number. */
export const doctorId = (number: number) => `019a0000-0000-7000-8000-00000000d10${number}`;

/** Puts a doctor down, without a call. */
export function plantDoctor(database: MemoryDatabase, id: string, clinicId = northClinic): void {
  const at = { createdAt: '2026-03-01T09:00:00.000Z', updatedAt: '2026-03-01T09:00:00.000Z' };
  database.plant('clinic', {
    ...doctors.toItem({ id, name: 'Dr. Ada Lovelace', clinicId, ...at }),
    version: 1,
    commitId: 'planted',
  });
}

/** Changes what lists show of a patient past every rule, and lets it be entered as any change is. */
export function spoilRow(database: MemoryDatabase, patientId: string, fields: Readonly<Record<string, unknown>>): void {
  const row = database.itemsOf('clinic').find(({ pk, sk }) => sk === 'ROW' && pk.endsWith(patientId));
  if (!row) throw new Error(`There is no row of ${patientId}`);
  database.plant('clinic', { ...row, ...fields });
  database.changes.push({ table: 'clinic', key: { pk: row.pk, sk: row.sk }, eventName: 'MODIFY' });
}
