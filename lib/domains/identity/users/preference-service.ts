import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Stored } from '../../../data/entity.ts';
import { InvalidInput, staleVersion } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { timeZone } from '../../../schemas.ts';
import type { Target } from './accounts.ts';
import { findPreferences, PreferencesChanged, setPreferences } from './preference-repository.ts';
import type { Preferences } from './preferences.ts';
import { readPreferences, replacePreferences } from './stored-preferences.ts';

export type PreferenceService = ReturnType<typeof createPreferenceService>;

/** Keeps people's preferences. */
export function createPreferenceService({ read, commit }: Pick<Platform, 'read' | 'commit'>) {
  async function set({ userId, expectedVersion }: Target, wanted: Preferences): Promise<Stored<Preferences>> {
    const { version, ...stored } = (await findPreferences(read, userId)) ?? { version: 0 };
    if (expectedVersion && !expectedVersion.includes(version)) throw staleVersion();
    requireZone(wanted, readPreferences(stored));
    const replaced = replacePreferences(stored, wanted);
    return commit([setPreferences({ userId, version }, replaced)], {
      audit: [{ action: 'user.preferences-changed', subject: `users/${userId}`, outcome: 'success' }],
      result: { ...readPreferences(replaced), version: version + 1 },
    });
  }

  return {
    /**
     * Replaces all preferences of a person, which are in version 0 where none are stored, and answers the new ones. Throws
     * `STALE_VERSION`, `CONCURRENT_CHANGE`, and `VALIDATION_FAILED` for a zone that is none.
     */
    set: (target: Target, wanted: Preferences): Promise<Stored<Preferences>> =>
      retryOnConflict(
        () => set(target, wanted),
        (error) => error instanceof PreferencesChanged,
      ),
  };
}

/** Refuses a zone that this table lacks, but to who was shown it: their quiet hours must not be in the way of all else. */
function requireZone({ quietHours }: Preferences, shown: Preferences): void {
  const zone = quietHours?.timeZone;
  if (zone === undefined || zone === shown.quietHours?.timeZone || timeZone().safeParse(zone).success) return;
  const errors = [{ path: 'quietHours.timeZone', message: 'Is not a time zone.', code: 'time_zone' }];
  throw new InvalidInput('VALIDATION_FAILED', 'The request does not meet its schema; see errors.', { errors });
}
