import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Stored } from '../../../data/entity.ts';
import { StaleVersion } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Target } from './accounts.ts';
import { findPreferences, PreferencesChanged, setPreferences } from './preference-repository.ts';
import type { Preferences } from './preferences.ts';

export type PreferenceService = ReturnType<typeof createPreferenceService>;

/** Keeps people's preferences. */
export function createPreferenceService({ read, commit }: Pick<Platform, 'read' | 'commit'>) {
  async function set({ userId, expectedVersion }: Target, wanted: Preferences): Promise<Stored<Preferences>> {
    const { version } = (await findPreferences(read, userId)) ?? { version: 0 };
    if (expectedVersion && !expectedVersion.includes(version)) {
      throw new StaleVersion('STALE_VERSION', 'If-Match does not name the current version.');
    }
    return commit([setPreferences({ userId, version }, wanted)], {
      audit: [{ action: 'user.preferences-changed', subject: `users/${userId}`, outcome: 'success' }],
      result: { ...wanted, version: version + 1 },
    });
  }

  return {
    /**
     * Replaces all preferences of a person, which are in version 0 where none are stored, and answers the new ones. Throws
     * `STALE_VERSION`, and `CONCURRENT_CHANGE`.
     */
    set: (target: Target, wanted: Preferences): Promise<Stored<Preferences>> =>
      retryOnConflict(
        () => set(target, wanted),
        (error) => error instanceof PreferencesChanged,
      ),
  };
}
