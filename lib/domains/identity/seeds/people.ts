import type { Role } from '../../../access/permissions.ts';
import { hasCode } from '../../../errors.ts';
import type { Enrolment, RegistrationService } from '../auth/registration.ts';
import type { UserRepository } from '../users/repository.ts';

/** The password of every seeded person. */
export const seededPassword = 'Polyclinic1';

const north = '019a0000-0000-7000-8000-00000000c001';
const south = '019a0000-0000-7000-8000-00000000c002';

/** The people that every local cloud knows; clients rely on their addresses and clinics. */
export const seededPeople: readonly Enrolment[] = [
  person(1, 'admin', 'Ada Admin', 'admin'),
  person(2, 'doctor', 'Nora North', 'doctor', north),
  person(3, 'staff', 'Stefan North', 'staff', north),
  person(4, 'doctor2', 'Silvia South', 'doctor', south),
  person(5, 'staff2', 'Sam South', 'staff', south),
  person(6, 'user', 'Uma User', 'user'),
  person(7, 'doctor3', 'Nadia North', 'doctor', north),
  person(8, 'doctor4', 'Sven South', 'doctor', south),
];

/** Makes the seeded people who are missing; existing ones stay as they are, deleted or with another address, too. */
export async function seedPeople({
  registrations,
  users,
}: {
  readonly registrations: Pick<RegistrationService, 'enrol'>;
  readonly users: Pick<UserRepository, 'findIdByEmail'>;
}): Promise<void> {
  await Promise.all(
    seededPeople.map(async (person) => {
      if (await users.findIdByEmail(person.email)) return;
      await registrations.enrol(person).catch((error: unknown) => {
        if (!['DUPLICATE_EMAIL', 'DUPLICATE_ID'].some((code) => hasCode(error, code))) throw error;
      });
    }),
  );
}

function person(number: number, account: string, name: string, role: Role, clinicId?: string): Enrolment {
  return {
    id: `019a0000-0000-7000-8000-00000000a00${number}`,
    email: `${account}@polyclinic.test`,
    password: seededPassword,
    name,
    roles: [role],
    dateOfBirth: '1990-01-01',
    ...(clinicId && { clinicId }),
  };
}
