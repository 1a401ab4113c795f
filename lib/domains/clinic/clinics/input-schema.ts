import * as z from 'zod';
import { calendarDate, line, type Output, schema, timeZone, whereSound } from '../../../schemas.ts';
import { endsAfterItBegins, inWeeklyOrder, overlapOnOneDay } from '../wall-times.ts';
import { openingHours } from './shown-schema.ts';

// Apart from what is shown: to take a zone needs the table of all of them, which who shows one does not carry.

/** A time of a week at which a clinic is to be open. */
const givenOpeningHours = schema(() =>
  z
    .strictObject(openingHours().shape)
    .refine(...endsAfterItBegins)
    .meta({ id: 'OpeningHoursInput', description: 'A time of each week at which a clinic is to be open.' }),
);

/** Three times a day. */
const mostOpeningHours = 21;

const givenFields = {
  name: () => line(1, 100, 'What people call the clinic.').meta({ examples: ['North'] }),
  openingHours: () =>
    z
      .array(givenOpeningHours())
      .max(mostOpeningHours)
      .refine((given) => !overlapOnOneDay(given), {
        error: 'Must not overlap on a day.',
        params: { code: 'overlap' },
        when: whereSound(),
      })
      .overwrite(inWeeklyOrder)
      .meta({ description: 'In any order; those of a day do not overlap.' }),
};

/** What an admin says of a clinic that they make. */
export const newClinic = schema(() =>
  z
    .strictObject({
      name: givenFields.name(),
      timeZone: timeZone(),
      openingHours: givenFields.openingHours().optional(),
    })
    .meta({
      id: 'NewClinic',
      description: 'What an admin says of a clinic that they make; it is closed where it has no hours.',
    }),
);
export type NewClinic = Output<typeof newClinic>;

/** What changes of a clinic: an absent field stays as it is. */
export const clinicChange = schema(() =>
  z
    .strictObject({
      name: givenFields.name().optional(),
      timeZone: timeZone().optional(),
      openingHours: givenFields.openingHours().nullable().optional().describe('All of them; `null` clears them.'),
    })
    .refine((change) => Object.keys(change).length > 0, { error: 'Must change something.', params: { code: 'empty' } })
    .meta({
      id: 'ClinicChange',
      minProperties: 1,
      description: 'What changes of a clinic, one thing at least: an absent field stays as it is.',
    }),
);
export type ClinicChange = Output<typeof clinicChange>;

/** Days on which a clinic is to be closed. */
export const newClosure = schema(() =>
  z
    .strictObject({
      from: calendarDate().describe('The first day.'),
      to: calendarDate().describe('The last day, which may be the first.'),
      reason: line(1, 200, 'Why the clinic is closed.').meta({ examples: ['Thanksgiving'] }),
    })
    .refine(({ from, to }) => from <= to, {
      path: ['to'],
      error: 'Must not be before `from`.',
      params: { code: 'order' },
      when: whereSound('from', 'to'),
    })
    .meta({ id: 'NewClosure', description: 'Days on which a clinic is to be closed, by the calendar of its zone.' }),
);
export type NewClosure = Output<typeof newClosure>;
