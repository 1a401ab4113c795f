import * as z from 'zod';
import { entity } from '../../../data/entity.ts';
import { remove, upsert, type Write } from '../../../data/write.ts';
import { id, locale, timeZone } from '../../../schemas.ts';

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
    timeZone: timeZone(),
  })
  .refine(({ from, to }) => from !== to, { error: 'Must not begin when they end.', params: { code: 'empty' } });

/** How a person wants to be told of things. */
export const preferences = z.strictObject({
  /** Where notifications go. Mails about the security of the account are sent in any case. */
  channels: z.strictObject({ email: z.boolean(), websocket: z.boolean() }),
  quietHours: quietHours.nullable(),
  locale,
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

/** Forgets what a person preferred. */
export function removePreferences(userId: string): Write {
  return remove(storedPreferences, { userId });
}
