import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import { findPreferences } from './preference-repository.ts';
import { type Preferences, usualPreferences } from './preferences.ts';

export type PreferenceViewing = ReturnType<typeof createPreferenceViewing>;

/** Shows people their own preferences; it is apart from what writes, so that reading them carries none of that. */
export function createPreferenceViewing({ read }: Pick<Platform, 'read'>) {
  return {
    /** Finds how a person wants to be notified, which is as usual, in version 0, for one who never said. */
    get: async (userId: string): Promise<Stored<Preferences>> =>
      (await findPreferences(read, userId)) ?? { ...usualPreferences, version: 0 },
  };
}
