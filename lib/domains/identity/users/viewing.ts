import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import { isOwn, maySee, userAbsentFor } from './authority.ts';
import { isInReach } from './reach.ts';
import { createUserRepository } from './repository.ts';
import { seenAt, type User, userHidden } from './schema.ts';
import { createUserService } from './service.ts';

export type ViewingService = ReturnType<typeof createViewingService>;

/** Shows people to others, which is audited. */
export function createViewingService({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const users = createUserRepository({ read });
  const own = createUserService({ read, clock });

  return {
    /** Finds anybody, deleted or not, for those who may see them, and audits it; throws `USER_NOT_FOUND`. */
    async getFor(caller: Caller, userId: string): Promise<Stored<User>> {
      if (isOwn(caller, userId)) return own.get(userId);
      // The check comes before any read, as the time of the answer must not tell whether the person exists.
      if (!maySee(caller, userId)) throw userHidden();
      const person = await users.find(userId);
      if (!person || !isInReach(caller, person)) throw userAbsentFor(caller);
      await commit([], { audit: [{ action: 'user.read', subject: `users/${userId}`, outcome: 'success' }] });
      return seenAt(clock(), person);
    },
  };
}
