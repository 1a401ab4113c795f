import * as z from 'zod';
import { NotFound } from '../../../errors.ts';
import { fold } from '../../../folded-words.ts';
import { id, instant, line, type Output, schema } from '../../../schemas.ts';
import { clinicReference } from '../clinics/schema.ts';
import { extraHours, timeOff } from './exception-schema.ts';
import { schedule } from './schedule-schema.ts';

/** The most specialities of a doctor: each is a list and a list of its clinic, which one transaction enters and takes out. */
const mostSpecialities = 20;

const doctorId = () =>
  id().meta({
    description: 'The doctor’s id, which is the person’s.',
    examples: ['019a0000-0000-7000-8000-00000000d001'],
  });
const speciality = (meaning: string) =>
  line(1, 60, `${meaning} One space is kept of several.`)
    .overwrite((text) => text.replaceAll(/\s+/g, ' '))
    .meta({ examples: ['Cardiology'] });

/** The path of a doctor, and of what belongs to them. */
export const doctorPath = schema(() => z.object({ doctorId: doctorId() }));

/** The path of a doctor’s time off. */
export const timeOffPath = schema(() => doctorPath().extend({ timeOffId: id().describe('The id of the time off.') }));

/** The path of a doctor’s extra hours. */
export const extraHoursPath = schema(() =>
  doctorPath().extend({ extraHoursId: id().describe('The id of the extra hours.') }),
);

/** A doctor as the API shows them. */
export const doctor = schema(() =>
  z
    .object({
      id: doctorId(),
      name: z.string().meta({ minLength: 1, maxLength: 50, examples: ['Grace Hopper'] }),
      clinicId: clinicReference('The clinic in which the doctor works.'),
      specialities: z.array(z.string().meta({ examples: ['Cardiology'] })),
      schedule: schedule().optional(),
      timeOff: z
        .array(timeOff())
        .optional()
        .describe(
          'What is not over yet; for the doctor, the staff of the clinic, administration and keys with `doctors:write` alone.',
        ),
      extraHours: z
        .array(extraHours())
        .optional()
        .describe(
          'What is not over yet; for the doctor, the staff of the clinic, administration and keys with `doctors:write` alone.',
        ),
      createdAt: instant(),
      updatedAt: instant(),
    })
    .meta({ id: 'Doctor', description: 'A person who is a doctor of a clinic.' }),
);
export type Doctor = Output<typeof doctor>;

/** What a doctor says of themselves. */
export const doctorProfile = schema(() =>
  z
    .strictObject({
      specialities: z
        .array(speciality('What the doctor is a specialist of.'))
        .max(mostSpecialities)
        .refine((named) => new Set(named.map(fold)).size === named.length, {
          error: 'Names a speciality twice.',
          params: { code: 'repeated' },
        })
        .meta({ description: 'Each named once, whatever its case and accents.', examples: [['Cardiology']] }),
    })
    .meta({ id: 'DoctorProfile', description: 'What a doctor says of themselves, in place of what was said before.' }),
);
export type DoctorProfile = Output<typeof doctorProfile>;

/** How doctors are filtered, as the query string of a URL has it. */
export const doctorFilter = schema(() =>
  z.object({
    clinicId: clinicReference('The clinic in which they work.').optional(),
    speciality: speciality('A whole speciality, in any case and without regard to accents.').optional(),
  }),
);
export type DoctorFilter = Output<typeof doctorFilter>;

/** There is no such doctor. */
export function doctorNotFound(): NotFound {
  return new NotFound('DOCTOR_NOT_FOUND', 'There is no such doctor.');
}

/** The error of `doctorNotFound`, audited, for a doctor whom the caller may not change or know of, whether or not there is one. */
export function doctorHidden(): NotFound {
  return new NotFound('DOCTOR_NOT_FOUND', 'There is no such doctor.', { refused: true });
}
