import { systemClock } from '../lib/clock.ts';
import { livePasswords } from '../lib/domains/identity/auth/passwords/live-passwords.ts';
import { createRegistrationService } from '../lib/domains/identity/auth/registration.ts';
import { createUserRepository } from '../lib/domains/identity/users/repository.ts';
import { hasCode } from '../lib/errors.ts';
import { newId } from '../lib/ids.ts';
import { commit } from '../lib/platform/commit.ts';
import { read } from '../lib/platform/read.ts';
import { secrets } from '../lib/secrets/secrets.ts';
import { makeKeys, publishKeys } from './keys.ts';
import { seededPeople } from './people.ts';

const registrations = createRegistrationService({
  passwords: livePasswords,
  clock: systemClock,
  newId,
  read,
  commit,
  secrets,
});
const users = createUserRepository({ read });

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
