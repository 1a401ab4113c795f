import { absent, equals } from '../../../data/condition.ts';
import { entity, type Stored } from '../../../data/entity.ts';
import { at } from '../../../data/read.ts';
import { remove, upsert, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { id, schema } from '../../../schemas.ts';
import { preferencesAsRead, usualPreferences } from './preferences.ts';
import { replacePreferences, type StoredPreferences, storedPreferences } from './stored-preferences.ts';

const kept = entity({
  name: 'preferences',
  table: 'identity',
  schema: schema(() => storedPreferences().extend({ userId: id() })),
  key: ({ userId }: { readonly userId: string }) => ({ pk: `USER#${userId}`, sk: 'PREFERENCES' }),
});

/** What a mail reads of them: the locale alone, so that it goes out whatever another release keeps there. */
const keptLocales = entity({
  name: kept.name,
  table: kept.table,
  schema: schema(() => preferencesAsRead().pick({ locale: true }).extend({ userId: id() })),
  key: kept.key,
});

/** Refers to the locale that a person prefers, to be read together with other items. */
export const localeAt = (userId: string) => at(keptLocales, { userId });

/** The preferences of a person were set, or removed, since they were read. */
export class PreferencesChanged extends Conflict {
  constructor() {
    super('CONCURRENT_CHANGE', 'The preferences were changed at the same time. Try again.');
  }
}

/** Replaces the preferences of a person while they are in a version, 0 where there are none; throws `PreferencesChanged`. */
export function setPreferences(
  { userId, version }: Stored<{ readonly userId: string }>,
  { byType, ...others }: StoredPreferences,
): Write {
  // What is left out is gone: a preference of before must not outlive its replacement.
  const change = byType === undefined ? { remove: ['byType'] as const } : {};
  const when = version === 0 ? absent('version') : equals('version', version);
  const conflict = () => new PreferencesChanged();
  return upsert(kept, { userId }, { ...change, set: { ...others, byType, userId }, when, conflict });
}

/** The preferences of a new person who is to be written to by a locale; none are stored where it is the usual one. */
export function firstPreferences(userId: string, locale: string): Write[] {
  if (locale === usualPreferences.locale) return [];
  const first = replacePreferences({}, { ...usualPreferences, locale });
  return [setPreferences({ userId, version: 0 }, first)];
}

/** Finds a person's preferences as they are stored; undefined where there are none. */
export function findPreferences(
  read: Platform['read'],
  userId: string,
): Promise<Stored<StoredPreferences> | undefined> {
  return read.find(kept, { userId });
}

/** Deletes a person's preferences. */
export function removePreferences(userId: string): Write {
  return remove(kept, { userId });
}
