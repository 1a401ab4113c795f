import * as z from 'zod';
import { locale, type Output, schema, timeZone } from '../../../schemas.ts';

/** A time of the day on the wall, `HH:MM`. */
const wallTime = schema(() =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .meta({ examples: ['22:00'] }),
);

/** When nothing is to disturb a person: from one time to the next other, over midnight where it comes before. */
const quietHours = schema(() =>
  z
    .strictObject({
      from: wallTime(),
      to: wallTime(),
      timeZone: timeZone(),
    })
    .refine(({ from, to }) => from !== to, { error: 'Must not begin when they end.', params: { code: 'empty' } }),
);

/** How a person wants to be told of things. */
export const preferences = schema(() =>
  z.strictObject({
    /** Where notifications go. Mails about the security of the account are sent in any case. */
    channels: z.strictObject({ email: z.boolean(), websocket: z.boolean() }),
    quietHours: quietHours().nullable(),
    locale: locale(),
  }),
);
export type Preferences = Output<typeof preferences>;
