import * as z from 'zod';
import { day } from '../../../clock.ts';
import { calendarDate, id, instant, line, moment, type Output, schema, whereSound } from '../../../schemas.ts';
import { endsAfterItBegins, wallTime, wallTimeOrMidnight } from '../wall-times.ts';

const mostDays = 366;

const timeOffId = () => id().meta({ examples: ['019a0000-0000-7000-8000-0000000ff001'] });
const extraHoursId = () => id().meta({ examples: ['019a0000-0000-7000-8000-0000000ee001'] });
const reason = () => line(1, 200, 'For the doctor and the staff of the clinic.').meta({ examples: ['Conference'] });

/** A time in which a doctor is away. */
export const timeOff = schema(() =>
  z
    .object({
      id: timeOffId(),
      from: instant().meta({ examples: ['2030-03-18T07:00:00.000Z'] }),
      to: instant().meta({ examples: ['2030-03-22T17:00:00.000Z'] }),
      reason: z.string().meta({ examples: ['Conference'] }),
    })
    .meta({ id: 'TimeOff', description: 'A time in which a doctor is away.' }),
);
export type TimeOff = Output<typeof timeOff>;

/** Time off as it is asked for. */
export const newTimeOff = schema(() =>
  z
    .strictObject({
      from: moment('2030-03-18T08:00:00+01:00'),
      to: moment('2030-03-22T18:00:00+01:00'),
      reason: reason(),
    })
    .refine(...endsAfterItBegins)
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= mostDays * day, {
      path: ['to'],
      error: `Must be at most ${mostDays} days after from.`,
      params: { code: 'range_too_long' },
      when: whereSound('from', 'to'),
    })
    .meta({
      id: 'NewTimeOff',
      description: `A time in which a doctor is to be away, at most ${mostDays} days.`,
    }),
);
export type NewTimeOff = Output<typeof newTimeOff>;

/** Time off that was added, and what stands against it. */
export const addedTimeOff = schema(() =>
  z
    .object({
      timeOff: timeOff(),
      conflicts: z.array(id().meta({ examples: ['019a0000-0000-7000-8000-0000000aa001'] })).meta({
        description: 'The appointments within it, in whole or in part, that are not over: they stay booked.',
      }),
    })
    .meta({ id: 'AddedTimeOff', description: 'Time off that was added, and what stands against it.' }),
);
export type AddedTimeOff = Output<typeof addedTimeOff>;

/** The hours of a date in which a doctor works beside the schedule. */
const hoursOfDate = () => ({
  date: calendarDate().meta({ description: 'A date of the clinic’s calendar.', examples: ['2030-03-16'] }),
  from: wallTime(),
  to: wallTimeOrMidnight(),
});

/** Hours of one date in which a doctor works beside the schedule. */
export const extraHours = schema(() =>
  z
    .object({ id: extraHoursId(), ...hoursOfDate() })
    .meta({ id: 'ExtraHours', description: 'Hours of one date in which a doctor works beside the schedule.' }),
);
export type ExtraHours = Output<typeof extraHours>;

/** Extra hours as they are asked for. */
export const newExtraHours = schema(() =>
  z
    .strictObject(hoursOfDate())
    .refine(...endsAfterItBegins)
    .meta({
      id: 'NewExtraHours',
      description: 'Hours of one date in which a doctor is to work beside the schedule.',
    }),
);
export type NewExtraHours = Output<typeof newExtraHours>;
