import * as z from 'zod';
import { calendarDate, id, instant, keptTimeZone, type Output, schema } from '../../../schemas.ts';
import { wallTime, wallTimeOrMidnight, weekday } from '../wall-times.ts';
import { clinicPath, clinicReference } from './schema.ts';

/** The path of a closure of a clinic. */
export const closurePath = schema(() => clinicPath().extend({ closureId: id().describe('The id of the closure.') }));

/** A time of a week at which a clinic is open, by its wall clock. */
export const openingHours = schema(() =>
  z
    .object({ day: weekday(), from: wallTime(), to: wallTimeOrMidnight() })
    .meta({ id: 'OpeningHours', description: 'A time of each week at which a clinic is open, by its wall clock.' }),
);

/** Days on which a clinic is closed, from the first to the last, of the calendar of its zone. */
const closure = schema(() =>
  z
    .object({
      id: id(),
      from: calendarDate().describe('The first day.'),
      to: calendarDate().describe('The last day.'),
      reason: z.string().meta({ examples: ['Thanksgiving'] }),
    })
    .meta({ id: 'Closure', description: 'Days on which a clinic is closed, by the calendar of its zone.' }),
);
export type Closure = Output<typeof closure>;

/** A clinic as the API shows it. */
export const clinic = schema(() =>
  z
    .object({
      id: clinicReference('The id of the clinic.'),
      name: z.string().meta({ examples: ['North'] }),
      timeZone: keptTimeZone(),
      openingHours: z.array(openingHours()).meta({ description: 'By day and time.' }),
      closures: z.array(closure()).meta({ description: 'By their first days.' }),
      createdAt: instant(),
      updatedAt: instant(),
    })
    .meta({ id: 'Clinic', description: 'A clinic, when it is open, and the days on which it is not.' }),
);
export type Clinic = Output<typeof clinic>;

/** A closure that was added, and the appointments on its days. */
export const addedClosure = schema(() =>
  z
    .object({
      closure: closure(),
      conflicts: z
        .array(id())
        .meta({ description: 'The appointments on these days that are not over: they stay booked.' }),
    })
    .meta({ id: 'AddedClosure', description: 'A closure that was added, and the appointments on its days.' }),
);
export type AddedClosure = Output<typeof addedClosure>;

/** The most appointments that are named beside a clinic that was changed. */
export const mostOutsideHours = 100;

/** What is told beside a clinic that was changed. */
export const clinicChangeMeta = schema(() =>
  z
    .object({
      outsideHours: z
        .array(id())
        .max(mostOutsideHours)
        .meta({
          description: `The appointments that lie outside of the hours after a change of these or of the zone, and stay booked for the same instants: the first ${mostOutsideHours}.`,
        }),
    })
    .meta({ id: 'ClinicChangeMeta', description: 'What is told beside a clinic that was changed.' }),
);
export type ClinicChangeMeta = Output<typeof clinicChangeMeta>;
