import * as z from 'zod';
import { entity } from '../data/entity.ts';
import { upsert, type Write } from '../data/write.ts';
import { id } from '../schemas.ts';

/** A time of the day on the wall, `HH:MM`. */
const wallTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .meta({ examples: ['22:00'] });

/** When nothing is to disturb a person: from one time to the next other, over midnight where it comes before. */
const quietHours = z
  .strictObject({
    from: wallTime,
    to: wallTime,
    /** IANA name. */
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, { error: 'Is not a time zone.', params: { code: 'time_zone' } }),
  })
  .refine(({ from, to }) => from !== to, { error: 'Must not begin when they end.', params: { code: 'empty' } });

/** How a person wants to be told of things. */
export const preferences = z.strictObject({
  /** Where notifications go. Mails about the security of the account are sent in any case. */
  channels: z.strictObject({ email: z.boolean(), websocket: z.boolean() }),
  quietHours: quietHours.nullable(),
  /** BCP 47 tag. */
  locale: z
    .string()
    .max(35)
    .refine(isLocale, { error: 'Is not a language tag.', params: { code: 'locale' } })
    .meta({ examples: ['en-US'] }),
});
export type Preferences = z.output<typeof preferences>;

const storedPreferences = entity({
  name: 'preferences',
  table: 'identity',
  schema: preferences.extend({ userId: id }),
  key: ({ userId }: { readonly userId: string }) => ({ pk: `USER#${userId}`, sk: 'PREFERENCES' }),
});

/** Puts these preferences in the place of all that were there. */
export function setPreferences(userId: string, wanted: Preferences): Write {
  const conflict = () => new Error('Preferences are set without a condition');
  return upsert(storedPreferences, { userId }, { set: { ...wanted, userId }, conflict });
}

/** An offset like `+01:00` is one to Intl, and no place: it knows nothing of summer time. */
function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
