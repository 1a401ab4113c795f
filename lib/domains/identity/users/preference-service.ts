import type { Platform } from '../../../platform/platform.ts';
import { setPreferences } from './preference-repository.ts';
import type { Preferences } from './preferences.ts';

export type PreferenceService = ReturnType<typeof createPreferenceService>;

/** Keeps people's preferences. */
export function createPreferenceService({ commit }: Pick<Platform, 'commit'>) {
  return {
    /** Replaces all preferences of a person, and answers the new ones. */
    set: (userId: string, wanted: Preferences): Promise<Preferences> =>
      commit([setPreferences(userId, wanted)], {
        audit: [{ action: 'user.preferences-changed', subject: `users/${userId}`, outcome: 'success' }],
        result: wanted,
      }),
  };
}
