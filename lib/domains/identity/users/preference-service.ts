import type { Platform } from '../../../platform/platform.ts';
import { setPreferences } from './preference-repository.ts';
import type { Preferences } from './preferences.ts';

export type PreferenceService = ReturnType<typeof createPreferenceService>;

/** What people prefer. */
export function createPreferenceService({ commit }: Pick<Platform, 'commit'>) {
  return {
    /** Keeps these preferences in the place of all that were there, and gives them back. */
    set: (userId: string, wanted: Preferences): Promise<Preferences> =>
      commit([setPreferences(userId, wanted)], {
        audit: [{ action: 'user.preferences-changed', subject: `users/${userId}`, outcome: 'success' }],
        result: wanted,
      }),
  };
}
