import * as crypto from 'node:crypto';
import type { Caller, Machine, Person } from '../../lib/access/caller.ts';
import type { Permission } from '../../lib/access/permissions.ts';
import type { Database } from '../../lib/data/database.ts';
import { permissionsOf } from '../../lib/domains/declared/permissions.ts';
import { createOwnDeletionService } from '../../lib/domains/identity/auth/own-deletion.ts';
import { argon2idBy } from '../../lib/domains/identity/auth/passwords/password-schemes.ts';
import { createPasswords } from '../../lib/domains/identity/auth/passwords/passwords.ts';
import { createRegistrationService, type Enrolment } from '../../lib/domains/identity/auth/registration.ts';
import { createOneTimeTokens } from '../../lib/domains/identity/links/one-time-tokens.ts';
import { createAccountAdministration } from '../../lib/domains/identity/users/account-administration.ts';
import { createDeletionService } from '../../lib/domains/identity/users/deletions.ts';
import { createInvitationService } from '../../lib/domains/identity/users/invitations.ts';
import { createListingService } from '../../lib/domains/identity/users/listing.ts';
import { createPreferenceService } from '../../lib/domains/identity/users/preference-service.ts';
import { createPreferenceViewing } from '../../lib/domains/identity/users/preference-viewing.ts';
import { createProfileService } from '../../lib/domains/identity/users/profiles.ts';
import { createUserRepository } from '../../lib/domains/identity/users/repository.ts';
import type { User } from '../../lib/domains/identity/users/schema.ts';
import { createUserService } from '../../lib/domains/identity/users/service.ts';
import { createViewingService } from '../../lib/domains/identity/users/viewing.ts';
import type { RefusedAttempt } from '../../lib/http/refusal-record.ts';
import { createTestCaller, createTestStack } from './http.ts';
import { createIndexReaders } from './index-readers.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { createTestPlatform } from './platform.ts';

/** Cheap, because what a test waits for is not the hash. */
const passwords = createPasswords([{ ...argon2idBy(crypto.argon2), costs: { m: 8, t: 1, p: 1 } }]);

/** The services of people as they are, on a database of the test's and a clock that it moves. */
export function createPeople(database: Database | MemoryDatabase) {
  const platform = createTestPlatform(database);
  const { clock } = platform;
  const repository = createUserRepository(platform);
  const registrations = createRegistrationService({ ...platform, passwords });
  const listings = createListingService(platform);
  // A database that notes no changes is of a test that looks for nobody.
  const catchUp = 'changes' in database ? createIndexReaders(database) : async () => undefined;
  let enrolled = 0;

  return {
    ...platform,
    repository,
    tokens: createOneTimeTokens(platform.secrets),
    registrations,
    users: createUserService(platform),
    viewings: createViewingService(platform),
    /** Lets those who read the streams of the tables enter what was changed, as they do within a second. */
    catchUp,
    listings: {
      list: async (...asked: Parameters<typeof listings.list>) => {
        await catchUp();
        return listings.list(...asked);
      },
    },
    profiles: createProfileService(platform),
    deletions: createDeletionService(platform),
    ownDeletions: createOwnDeletionService({ ...platform, passwords }),
    administration: createAccountAdministration(platform),
    invitations: createInvitationService(platform),
    preferences: createPreferenceService(platform),
    preferenceViewing: createPreferenceViewing(platform),
    /** Somebody with a password, a second younger than whoever came before them. */
    enrol(overrides: Partial<Enrolment> = {}): Promise<User> {
      enrolled++;
      clock.advance(1);
      return registrations.enrol(enrolmentOf(enrolled, overrides));
    },
  };
}

export type People = ReturnType<typeof createPeople>;

function enrolmentOf(number: number, overrides: Partial<Enrolment>): Enrolment {
  return {
    id: `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    email: `person-${number}@example.com`,
    name: `Person ${number}`,
    roles: ['user'],
    password: 'Correct-Horse-9',
    ...overrides,
  };
}

/** The person as a caller, with all that their roles let them try. */
export function callerOf({ id: userId, roles }: Pick<User, 'id' | 'roles'>): Person {
  return createTestCaller({ userId, roles, permissions: permissionsOf(roles) });
}

/** A program with an API key of these scopes. */
export function machineWith(...permissions: Permission[]): Machine {
  return {
    kind: 'machine',
    keyId: '019a0000-0000-7000-8000-00000000f001',
    permissions: new Set(permissions),
    dailyQuota: 1_000,
  };
}

/** A stack on which everything is asked by this caller; what is refused to them is kept. */
export function stackOf(caller: Caller) {
  const refusals: RefusedAttempt[] = [];
  const recordRefusal = async (attempt: RefusedAttempt) => void refusals.push(attempt);
  return { ...createTestStack({ caller }), recordRefusal, refusals };
}

/** Forgets the calls of the arrangement. */
export function resetCalls({ calls }: MemoryDatabase): void {
  Object.assign(calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
}

/** The audit entries so far, oldest first. */
export function auditOf(database: MemoryDatabase, action: string) {
  return database.itemsOf('audit').filter((entry) => entry.action === action);
}
