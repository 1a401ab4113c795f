import * as z from 'zod';
import { type Output, schema } from '../../../schemas.ts';
import { type Preferences, preferences, preferencesAsRead } from './preferences.ts';

/** Preferences as some release has stored them: a newer one may have put more there than is known here, or something else. */
export const storedPreferences = schema(() =>
  z.object({ channels: z.unknown(), byType: z.unknown(), quietHours: z.unknown(), locale: z.unknown() }).partial(),
);
export type StoredPreferences = Output<typeof storedPreferences>;

const names = schema(() => z.record(z.string(), z.unknown()).catch({}));

/** The preferences that this release reads in stored ones, whatever these are. */
export function readPreferences(stored: StoredPreferences): Preferences {
  return preferencesAsRead().parse(stored);
}

/**
 * Puts preferences in the place of stored ones, of which all stays, at each level, that has a name unknown here; what a person
 * sets to null goes whole. Throws where something is wanted that this release does not know.
 */
export function replacePreferences(stored: StoredPreferences, wanted: Preferences): StoredPreferences {
  const replaced = replaceKnown(preferences(), stored, preferences().parse(wanted));
  return storedPreferences().parse(replaced);
}

function replaceKnown(known: z.ZodType, stored: unknown, wanted: unknown): unknown {
  if (wanted === null) return null;
  if (known instanceof z.ZodOptional || known instanceof z.ZodNullable) {
    return replaceKnown(known.unwrap() as z.ZodType, stored, wanted);
  }
  if (!(known instanceof z.ZodObject)) return wanted;
  const replaced = replaceEach(known, names().parse(stored), names().parse(wanted));
  return wanted === undefined && Object.keys(replaced).length === 0 ? undefined : replaced;
}

type Names = Output<typeof names>;

function replaceEach({ shape }: z.ZodObject, stored: Names, wanted: Names): Names {
  const replaced = Object.keys({ ...stored, ...wanted }).map((name) => {
    const known = Object.hasOwn(shape, name);
    return [name, known ? replaceKnown(shape[name] as z.ZodType, stored[name], wanted[name]) : stored[name]] as const;
  });
  return Object.fromEntries(replaced.filter(([, value]) => value !== undefined));
}
