import * as z from 'zod';
import { locale, type Output, schema, timeZone } from '../../../schemas.ts';

/** A time of day without a zone, `HH:MM`. */
const wallTime = schema(() =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .meta({ examples: ['22:00'] }),
);

/** When a person must not be disturbed: from one time to the next other one, over midnight where that is earlier. */
const quietHours = schema(() =>
  z
    .strictObject({
      from: wallTime(),
      to: wallTime(),
      timeZone: timeZone(),
    })
    .refine(({ from, to }) => from !== to, { error: 'Must not begin when they end.', params: { code: 'empty' } })
    .meta({ id: 'QuietHours' }),
);

/** Where notifications are sent. */
const channels = schema(() =>
  z.strictObject({ email: z.boolean(), websocket: z.boolean() }).meta({ id: 'NotificationChannels' }),
);

/** How a person wants to be notified. */
export const preferences = schema(() =>
  z
    .strictObject({
      /** Where notifications are sent; mails about the security of the account are sent in any case. */
      channels: channels(),
      quietHours: quietHours().nullable(),
      locale: locale(),
    })
    .meta({ id: 'Preferences' }),
);
export type Preferences = Output<typeof preferences>;
