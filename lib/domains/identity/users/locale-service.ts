import type { Platform } from '../../../platform/platform.ts';
import { localeAt } from './preference-repository.ts';

/** Lends the locales of people to those who write to them as somebody else. */
export function createLocales({ read }: Pick<Platform, 'read'>) {
  return {
    /** Finds the locale that a person prefers, by one read; undefined where they have no preferences. */
    async find(userId: string): Promise<string | undefined> {
      const [preferred] = await read.findTogether([localeAt(userId)]);
      return preferred?.locale;
    },
  };
}
