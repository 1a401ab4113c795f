import * as z from 'zod';
import { locale, type Output, schema, timeZone } from '../../../schemas.ts';

/** A time of day without a zone, `HH:MM`. */
const wallTime = schema(() =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .meta({ description: 'A time of day, `HH:MM`.', examples: ['22:00'] }),
);

/** When a person must not be disturbed: from one time to the next other one, over midnight where that is earlier. */
const quietHours = schema(() =>
  z
    .strictObject({
      from: wallTime(),
      to: wallTime().meta({ examples: ['07:00'] }),
      timeZone: timeZone(),
    })
    .refine(({ from, to }) => from !== to, { error: 'Must not begin when they end.', params: { code: 'empty' } })
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

/** How a person wants to be notified. */
export const preferences = schema(() =>
  z
    .strictObject({
      channels: channels(),
      quietHours: quietHours().nullable(),
      locale: locale(),
    })
    .meta({ id: 'Preferences', description: 'How a person wants to be notified.' }),
);
export type Preferences = Output<typeof preferences>;
