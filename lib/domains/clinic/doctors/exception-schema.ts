import * as z from 'zod';
import { calendarDate, id, instant, schema } from '../../../schemas.ts';
import { wallTime, wallTimeOrMidnight } from '../wall-times.ts';

const timeOffId = () => id().meta({ examples: ['019a0000-0000-7000-8000-0000000ff001'] });
const extraHoursId = () => id().meta({ examples: ['019a0000-0000-7000-8000-0000000ee001'] });

/** A time in which a doctor is away. */
export const timeOff = schema(() =>
  z
    .object({
      id: timeOffId(),
      from: instant().meta({ examples: ['2026-03-16T07:00:00.000Z'] }),
      to: instant().meta({ examples: ['2026-03-20T17:00:00.000Z'] }),
      reason: z.string().meta({ examples: ['Conference'] }),
    })
    .meta({ id: 'TimeOff', description: 'A time in which a doctor is away.' }),
);

/** The hours of a date in which a doctor works beside the schedule. */
const hoursOfDate = () => ({
  date: calendarDate().meta({ description: 'A date of the clinic’s calendar.', examples: ['2026-03-14'] }),
  from: wallTime(),
  to: wallTimeOrMidnight(),
});

/** Hours of one date in which a doctor works beside the schedule. */
export const extraHours = schema(() =>
  z
    .object({ id: extraHoursId(), ...hoursOfDate() })
    .meta({ id: 'ExtraHours', description: 'Hours of one date in which a doctor works beside the schedule.' }),
);
