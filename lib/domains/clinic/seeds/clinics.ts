import { hasCode } from '../../../errors.ts';
import type { ClinicService } from '../clinics/service.ts';

/** The clinics that every local cloud knows; clients rely on their ids and zones. */
export const seededClinics = [
  { id: '019a0000-0000-7000-8000-00000000c001', name: 'North', timeZone: 'America/New_York' },
  { id: '019a0000-0000-7000-8000-00000000c002', name: 'South', timeZone: 'Europe/Berlin' },
] as const;

/** Makes the seeded clinics that are missing; existing ones stay as they are. */
export async function seedClinics(clinics: Pick<ClinicService, 'add'>): Promise<void> {
  await Promise.all(
    seededClinics.map((clinic) =>
      clinics.add(clinic).catch((error: unknown) => {
        if (!hasCode(error, 'DUPLICATE_ID')) throw error;
      }),
    ),
  );
}
