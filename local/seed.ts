import { systemClock } from '../lib/clock.ts';
import { ConfigurationError } from '../lib/config.ts';
import { createClinicService } from '../lib/domains/clinic/clinics/service.ts';
import { createDoctorProfiles } from '../lib/domains/clinic/doctors/profiles.ts';
import { keyring } from '../lib/domains/clinic/live-keyring.ts';
import { seedClinics } from '../lib/domains/clinic/seeds/clinics.ts';
import { seedDoctors } from '../lib/domains/clinic/seeds/doctors.ts';
import { livePasswords } from '../lib/domains/identity/auth/passwords/live-passwords.ts';
import { createRegistrationService } from '../lib/domains/identity/auth/registration.ts';
import { seedPeople } from '../lib/domains/identity/seeds/people.ts';
import { createUserRepository } from '../lib/domains/identity/users/repository.ts';
import { newId } from '../lib/ids.ts';
import { commit } from '../lib/live/commit.ts';
import { read } from '../lib/live/read.ts';
import { secrets } from '../lib/secrets/secrets.ts';
import { indexRebuilds } from './index-rebuilds.ts';
import { makeKeys, makeWrappingKey, publishKeys } from './keys.ts';

const registrations = createRegistrationService({
  passwords: livePasswords,
  clock: systemClock,
  newId,
  read,
  commit,
  secrets,
});

/** What every local cloud has from the start, one stack after the other. */
const seeds: readonly (() => Promise<void>)[] = [
  makeKeys,
  // Before anything is written that refers to what cannot be read.
  makeWrappingKey,
  publishKeys,
  () => seedClinics({ clinics: createClinicService({ read, commit, clock: systemClock }), keyring }),
  () => seedPeople({ registrations, users: createUserRepository({ read }) }),
  () => seedDoctors({ profiles: createDoctorProfiles({ read, commit, clock: systemClock }) }),
  // What an earlier release has stored is in no stream.
  ...indexRebuilds.map(({ buildOnce }) => buildOnce),
];

try {
  for (const seed of seeds) await seed();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
