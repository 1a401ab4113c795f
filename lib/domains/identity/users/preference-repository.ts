import * as z from 'zod';
import { absent, equals } from '../../../data/condition.ts';
import { entity, type Stored } from '../../../data/entity.ts';
import { at } from '../../../data/read.ts';
import { remove, upsert, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { id, locale, schema } from '../../../schemas.ts';
import { type Preferences, preferences, preferencesAsRead, usualPreferences } from './preferences.ts';

const storedPreferences = entity({
  name: 'preferences',
  table: 'identity',
  schema: schema(() => preferencesAsRead().extend({ userId: id() })),
  key: ({ userId }: { readonly userId: string }) => ({ pk: `USER#${userId}`, sk: 'PREFERENCES' }),
});

/** What a mail reads of them: the locale alone, so that it goes out whatever another release keeps beside it. */
const storedLocales = entity({
  name: storedPreferences.name,
  table: storedPreferences.table,
  schema: schema(() => z.object({ userId: id(), locale: locale() })),
  key: storedPreferences.key,
});

/** Refers to the locale that a person prefers, to be read together with other items. */
export const localeAt = (userId: string) => at(storedLocales, { userId });

/** The preferences of a person were set, or removed, since they were read. */
export class PreferencesChanged extends Conflict {
  constructor() {
    super('CONCURRENT_CHANGE', 'The preferences were changed at the same time. Try again.');
  }
}

/** Replaces all preferences of a person while they are in a version, 0 where there are none; throws `PreferencesChanged`. */
export function setPreferences({ userId, version }: Stored<{ readonly userId: string }>, wanted: Preferences): Write {
  // What is left out is gone: a preference of before must not outlive its replacement.
  const remove = wanted.byType === undefined ? (['byType'] as const) : [];
  // Of what is unknown here nothing is written, in contrast to what is read.
  const set = { ...preferences().parse(wanted), userId };
  const when = version === 0 ? absent('version') : equals('version', version);
  return upsert(storedPreferences, { userId }, { set, remove, when, conflict: () => new PreferencesChanged() });
}

/** The preferences of a new person who is to be written to by a locale; none are stored where it is the usual one. */
export function firstPreferences(userId: string, locale: string): Write[] {
  if (locale === usualPreferences.locale) return [];
  return [setPreferences({ userId, version: 0 }, { ...usualPreferences, locale })];
}

/** Finds a person's preferences; undefined where none are stored. */
export function findPreferences(read: Platform['read'], userId: string): Promise<Stored<Preferences> | undefined> {
  return read.find(storedPreferences, { userId });
}

/** Deletes a person's preferences. */
export function removePreferences(userId: string): Write {
  return remove(storedPreferences, { userId });
}
