import { systemClock } from '../lib/clock.ts';
import { keyring } from '../lib/domains/clinic/live-keyring.ts';
import { createPatientLinks } from '../lib/domains/clinic/patients/links.ts';
import { newPatientNumber as newNumber } from '../lib/domains/clinic/patients/number.ts';
import { createRegisteredSearch } from '../lib/domains/clinic/patients/registered.ts';
import { createPatientRegistration } from '../lib/domains/clinic/patients/registration.ts';
import { createPatientSeeds } from '../lib/domains/clinic/seeds/patients.ts';
import { commit } from '../lib/live/commit.ts';
import { read } from '../lib/live/read.ts';

/** The seeded patients, each made by a call of its own once the cloud is ready. */
export const patientSeeds = createPatientSeeds({
  findRegistered: createRegisteredSearch({ read }),
  registrationBy: (newId) => createPatientRegistration({ read, commit, clock: systemClock, newId, newNumber, keyring }),
  links: createPatientLinks({ read, commit, clock: systemClock, keyring }),
});
