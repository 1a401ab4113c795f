import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createDoctorUpkeep } from '../../clinic/doctors/upkeep-service.ts';
import { type Account, createAccounts, requireUndeleted, type Target } from './accounts.ts';
import { requireAdult } from './adulthood.ts';
import { AccountChanged, changedBy, type PersonChange } from './person-change.ts';
import { createUserRepository } from './repository.ts';
import { type ProfileChange, seenAt, type User } from './schema.ts';

export type ProfileService = ReturnType<typeof createProfileService>;

/** Changes what people tell of themselves. */
export function createProfileService({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const users = createUserRepository({ read });
  const accounts = createAccounts({ read });
  const keepDoctor = createDoctorUpkeep({ read, clock, overtaken: () => new AccountChanged() });

  async function write({ person }: Account, change: PersonChange, fields: readonly string[]): Promise<Stored<User>> {
    const entry = { action: 'user.profile-changed', subject: `users/${person.id}`, outcome: 'success' } as const;
    const after = changedBy(change, person);
    const named = fields.includes('name') ? await keepDoctor({ before: person, after }) : [];
    return commit([...users.change(person, change), ...named], {
      audit: [{ ...entry, details: { fields } }],
      result: seenAt(clock(), after),
    });
  }

  return {
    /** Changes a profile; throws `USER_NOT_FOUND`, `STALE_VERSION`, `UNDERAGE`. */
    async change(caller: Caller, target: Target, profile: ProfileChange): Promise<Stored<User>> {
      const now = clock();
      if (profile.dateOfBirth) requireAdult(profile.dateOfBirth, now);
      return accounts.change(caller, target, async (account) => {
        requireUndeleted(account);
        return write(account, changeBy(profile, now), Object.keys(profile).sort());
      });
    },
  };
}

function changeBy({ name, dateOfBirth }: ProfileChange, now: Date): PersonChange {
  return {
    set: { ...(name !== undefined && { name }), ...(dateOfBirth && { dateOfBirth }), updatedAt: now.toISOString() },
    remove: dateOfBirth === null ? ['dateOfBirth'] : [],
  };
}
