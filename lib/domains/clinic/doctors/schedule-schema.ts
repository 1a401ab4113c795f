import * as z from 'zod';
import { type Output, schema, whereSound } from '../../../schemas.ts';
import {
  endsAfterItBegins,
  inWeeklyOrder,
  minutesByFive,
  overlapOnOneDay,
  wallTime,
  wallTimeOrMidnight,
  weekday,
} from '../wall-times.ts';

const mostBreaks = 4;
/** Three windows a day; a page of a hundred doctors has all of them. */
const mostWindows = 21;
/** A slot with its buffer, in minutes. */
const longestPace = 240;

const apart = { error: 'Must not overlap.', params: { code: 'overlap' }, when: whereSound() };

/** A time in which a doctor at work sees nobody. */
const scheduleBreak = schema(() =>
  z
    .strictObject({
      from: wallTime().meta({ examples: ['12:00'] }),
      to: wallTime().meta({ examples: ['12:45'] }),
    })
    .refine(...endsAfterItBegins)
    .meta({ id: 'ScheduleBreak', description: 'A time in which a doctor at work sees nobody.' }),
);

/** A time of a day of the week in which a doctor works. */
const workingHours = schema(() =>
  z
    .strictObject({
      day: weekday(),
      from: wallTime(),
      to: wallTimeOrMidnight(),
      breaks: z
        .array(scheduleBreak())
        .max(mostBreaks)
        .refine((breaks) => !overlapOnOneDay(breaks), apart)
        .overwrite(inWeeklyOrder)
        .meta({ description: 'Within these hours, and none over another.' }),
    })
    .refine(...endsAfterItBegins)
    .refine(({ from, to, breaks }) => breaks.every((pause) => from <= pause.from && pause.to <= to), {
      path: ['breaks'],
      error: 'Must lie within the hours.',
      params: { code: 'outside_hours' },
      when: whereSound('from', 'to', 'breaks'),
    })
    .meta({ id: 'WorkingHours', description: 'A time of a day of the week in which a doctor works.' }),
);

/** When a doctor works, week by week, and how the time is cut into slots. */
export const schedule = schema(() =>
  z
    .strictObject({
      weekly: z
        .array(workingHours())
        .max(mostWindows)
        .refine((hours) => !overlapOnOneDay(hours), apart)
        .overwrite(inWeeklyOrder)
        .meta({ description: 'A day may have several, none over another.' }),
      slotMinutes: minutesByFive(5, longestPace).meta({ description: 'How long a slot is.', examples: [30] }),
      bufferMinutes: minutesByFive(0, 120).meta({
        description: 'What stays free after each slot; with the slot at most four hours.',
        examples: [5],
      }),
      minNoticeMinutes: z
        .int()
        .min(0)
        .max(43_200)
        .meta({ description: 'How long before its start a slot can be booked at the latest.', examples: [120] }),
      horizonDays: z
        .int()
        .min(1)
        .max(365)
        .meta({ description: 'How many days ahead a slot can be booked.', examples: [90] }),
    })
    .refine(({ slotMinutes, bufferMinutes }) => slotMinutes + bufferMinutes <= longestPace, {
      path: ['bufferMinutes'],
      error: `Must be at most ${longestPace} minutes together with the slot.`,
      params: { code: 'too_big' },
      when: whereSound('slotMinutes', 'bufferMinutes'),
    })
    .meta({
      id: 'Schedule',
      description: 'When a doctor works, by the wall clock of the clinic, and how the time is cut into slots.',
    }),
);
export type Schedule = Output<typeof schedule>;
