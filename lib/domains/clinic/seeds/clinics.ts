import type { Keyring } from '../../../data-keys/keyring.ts';
import { hasCode } from '../../../errors.ts';
import type { NewClinic } from '../clinics/input-schema.ts';
import type { ClinicService } from '../clinics/service.ts';

const [monday, friday, saturday] = [1, 5, 6];

/** The clinics that every local cloud knows; clients rely on their ids and zones. */
export const seededClinics = [
  {
    id: '019a0000-0000-7000-8000-00000000c001',
    name: 'North',
    timeZone: 'America/New_York',
    openingHours: [...onWorkdays('08:00', '18:00'), { day: saturday, from: '09:00', to: '13:00' }],
  },
  {
    id: '019a0000-0000-7000-8000-00000000c002',
    name: 'South',
    timeZone: 'Europe/Berlin',
    openingHours: [...onWorkdays('08:00', '12:00'), ...onWorkdays('13:00', '18:00')].sort(
      (one, other) => one.day - other.day,
    ),
  },
] as const satisfies readonly (NewClinic & { readonly id: string })[];

interface Seeding {
  readonly clinics: Pick<ClinicService, 'add'>;
  readonly keyring: Pick<Keyring, 'obtain'>;
}

/**
 * Makes the seeded clinics that are missing, and the data keys that those of an earlier release lack; existing ones stay as they
 * are otherwise. The key comes first, so that no clinic is ever without one, wherever this ends.
 */
export async function seedClinics({ clinics, keyring }: Seeding): Promise<void> {
  await Promise.all(
    seededClinics.map(async (clinic) => {
      await keyring.obtain(`clinics/${clinic.id}`);
      await clinics.add(clinic).catch((error: unknown) => {
        if (!hasCode(error, 'DUPLICATE_ID')) throw error;
      });
    }),
  );
}

function onWorkdays(from: string, to: string) {
  const days = Array.from({ length: friday - monday + 1 }, (_, index) => monday + index);
  return days.map((day) => ({ day, from, to }));
}
