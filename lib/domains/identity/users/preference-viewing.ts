import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import { findPreferences } from './preference-repository.ts';
import type { Preferences } from './preferences.ts';
import { readPreferences } from './stored-preferences.ts';

export type PreferenceViewing = ReturnType<typeof createPreferenceViewing>;

/** Shows people their own preferences; it is apart from what writes, so that reading them carries none of that. */
export function createPreferenceViewing({ read }: Pick<Platform, 'read'>) {
  return {
    /** Finds how a person wants to be notified, which is as usual, in version 0, for one who never said. */
    async get(userId: string): Promise<Stored<Preferences>> {
      const { version, ...stored } = (await findPreferences(read, userId)) ?? { version: 0 };
      return { ...readPreferences(stored), version };
    },
  };
}
