import { createRegistrationService } from '../lib/domains/identity/auth/registration.ts';
import { createUserRepository } from '../lib/domains/identity/users/repository.ts';
import { hasCode } from '../lib/errors.ts';
import { makeKeys, publishKeys } from './keys.ts';
import { seededPeople } from './people.ts';

const registrations = createRegistrationService();
const users = createUserRepository();

await makeKeys();
await publishKeys();
await Promise.all(
  seededPeople.map(async (person) => {
    // Who is there already is left as they are: a developer may have changed them.
    if (await users.findIdByEmail(person.email)) return;
    await registrations.enrol(person).catch((error: unknown) => {
      if (!hasCode(error, 'DUPLICATE_EMAIL')) throw error;
    });
  }),
);
