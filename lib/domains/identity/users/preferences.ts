import * as z from 'zod';
import { locale, type Output, schema, typedTimeZone, whereSound } from '../../../schemas.ts';

/** A time of day without a zone, `HH:MM`. */
const wallTime = schema(() =>
  z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Must be `HH:MM`.')
    .meta({ description: 'A time of day, `HH:MM`.', examples: ['22:00'] }),
);

/** When a person must not be disturbed: from one time to the next other one, over midnight where that is earlier. */
const quietHours = schema(() =>
  z
    .strictObject({
      from: wallTime(),
      to: wallTime().meta({ examples: ['07:00'] }),
      timeZone: typedTimeZone(),
    })
    .refine(({ from, to }) => from !== to, {
      error: 'Must not begin when they end.',
      params: { code: 'empty' },
      when: whereSound('from', 'to'),
    })
    .meta({
      id: 'QuietHours',
      description:
        'When a person must not be disturbed: from one time to the next other one, over midnight where that is earlier.',
    }),
);

/** Where notifications are sent. */
const channels = schema(() =>
  z.strictObject({ email: z.boolean(), websocket: z.boolean() }).meta({
    id: 'NotificationChannels',
    description: 'Where notifications are sent; mails about the security of the account are sent in any case.',
  }),
);

/** What differs for a type of notification. */
const channelsOfType = schema(() =>
  z.strictObject({ email: z.boolean().optional(), websocket: z.boolean().optional() }).meta({
    id: 'ChannelsOfType',
    description: 'Where notifications of one type are sent; a channel that is left out is as it is for all of them.',
  }),
);

/** The same for each type of notification. */
const eachType = <T>(of: T) => ({ personal: of, system: of, appointment: of, order: of, room: of, job: of });

/** What differs by the type of notification. */
const channelsByType = schema(() =>
  z.strictObject(eachType(channelsOfType().optional())).meta({
    id: 'ChannelsByType',
    description: 'Where notifications are sent whose type is to differ from the others.',
    examples: [{ order: { email: false } }],
  }),
);

/** How a person wants to be notified. */
export const preferences = schema(() =>
  z
    .object({
      channels: channels(),
      byType: channelsByType().optional(),
      quietHours: quietHours().nullable(),
      locale: locale().describe(
        `Mails are in English, German or Spanish by its language, else in English. ${locale().description}`,
      ),
    })
    .meta({ id: 'Preferences', description: 'How a person wants to be notified.' }),
);
export type Preferences = Output<typeof preferences>;

/** What cannot be read here is as if it had not been said. */
const unsaid = <S extends z.ZodType>(of: S) => of.optional().catch(undefined);

/**
 * Preferences as they are read from the store, whatever a newer release has put there, so that people can be shown them and
 * set them anew: what cannot be read here is as usual, and a zone that this table lacks keeps its name.
 */
export const preferencesAsRead = schema(() => {
  const { channels: usual, quietHours: usualHours, locale: usualLocale } = usualPreferences;
  const email = z.boolean().catch(usual.email);
  const websocket = z.boolean().catch(usual.websocket);
  const ofType = z.object({ email: unsaid(z.boolean()), websocket: unsaid(z.boolean()) });
  return z.object({
    channels: z.object({ email, websocket }).catch(usual),
    byType: unsaid(z.object(eachType(unsaid(ofType)))),
    quietHours: quietHours().strip().nullable().catch(usualHours),
    locale: locale().catch(usualLocale),
  });
});

/** All preferences of a person, to take the place of those before. */
export const wantedPreferences = schema(() =>
  z
    .strictObject(preferences().shape)
    .meta({ id: 'PreferencesInput', description: 'How a person wants to be notified from now on.' }),
);

/** The preferences of a person of whom none are stored. */
export const usualPreferences: Preferences = {
  channels: { email: true, websocket: true },
  quietHours: null,
  locale: 'en',
};
