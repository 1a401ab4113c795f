import * as z from 'zod';
import { isCountry } from '../../../countries.ts';
import { fold } from '../../../folded-words.ts';
import { calendarDate, email, freeText, id, line, type Output, schema, telephone } from '../../../schemas.ts';
import { clinicReference } from '../clinics/schema.ts';
import { bloodGroup, primaryDoctorId } from './schema.ts';

// Apart from what is shown: to take a country needs the list of all of them, which who shows one does not carry.

/** Letters beyond ASCII are refused before they become others in upper case: ß would be SS. */
const isCountryInAnyCase = (code: string) => /^[A-Za-z]{2}$/.test(code) && isCountry(code.toUpperCase());

/** A postal address as typed. */
const typedAddress = schema(() =>
  z
    .strictObject({
      line1: line(1, 100).meta({ examples: ['12 Elm Street'] }),
      line2: line(1, 100)
        .meta({ examples: ['Apartment 3'] })
        .optional(),
      city: line(1, 100).meta({ examples: ['Albany'] }),
      region: line(1, 100)
        .meta({ examples: ['NY'] })
        .optional(),
      postalCode: line(1, 20).meta({ examples: ['12207'] }),
      country: z
        .string()
        .trim()
        .refine(isCountryInAnyCase, { error: 'Is not the code of a country.', params: { code: 'country' } })
        .toUpperCase()
        .meta({
          minLength: 2,
          maxLength: 2,
          description: 'By ISO 3166-1 alpha-2, in either case. Counted in characters after trimming.',
          examples: ['US'],
        }),
    })
    .meta({ id: 'NewAddress', description: 'A postal address as typed.' }),
);

const mostAllergies = 50;

/** What a patient bears badly, each told once however it is spelled. */
const typedAllergies = schema(() =>
  z
    .array(line(1, 100).meta({ examples: ['Penicillin'] }))
    .max(mostAllergies)
    .refine((texts) => new Set(texts.map(fold)).size === texts.length, {
      error: 'Names an allergy twice.',
      params: { code: 'repeated' },
    })
    .meta({ description: 'What the patient bears badly, each named once.', examples: [['Penicillin']] }),
);

const typedNotes = () =>
  freeText(1, 10_000, 'For those who treat the patient, who never sees it.').meta({
    examples: ['Prefers to be called in the morning.'],
  });

const patientName = () => line(1, 100).meta({ examples: ['Grace Hopper'] });
const birth = () => calendarDate().describe('Not ahead, and at most 130 years ago.');

/** What is told of a patient to register them. */
export const newPatient = schema(() =>
  z
    .strictObject({
      name: patientName(),
      email: email(),
      phone: telephone(),
      clinicId: clinicReference(
        'Where the patient is registered: the caller’s own clinic unless they belong to none.',
      ).optional(),
      bloodGroup: bloodGroup().optional(),
      dateOfBirth: birth().optional(),
      address: typedAddress().optional(),
      allergies: typedAllergies().optional(),
      primaryDoctorId: primaryDoctorId().optional(),
      internalNotes: typedNotes().optional(),
    })
    .meta({ id: 'NewPatient', description: 'What is told of a patient to register them.' }),
);
export type NewPatient = Output<typeof newPatient>;

const mayBeCleared = '`null` clears it.';

/** What changes of a patient: an absent field stays as it is, and null clears it. */
export const patientChange = schema(() =>
  z
    .strictObject({
      name: patientName().optional(),
      email: email().optional(),
      phone: telephone().optional(),
      bloodGroup: bloodGroup().nullable().optional().describe(mayBeCleared),
      dateOfBirth: calendarDate()
        .nullable()
        .optional()
        .describe(`Not ahead, and at most 130 years ago; ${mayBeCleared}`),
      address: typedAddress().nullable().optional().describe(mayBeCleared),
      allergies: typedAllergies()
        .nullable()
        .optional()
        .describe('All of them, in place of those before; `null` clears them.'),
      primaryDoctorId: primaryDoctorId().nullable().optional().describe(`A doctor of the same clinic; ${mayBeCleared}`),
      internalNotes: typedNotes().nullable().optional().describe(`For those who treat the patient; ${mayBeCleared}`),
    })
    .refine((change) => Object.keys(change).length > 0, { error: 'Must change something.', params: { code: 'empty' } })
    .meta({
      id: 'PatientChange',
      minProperties: 1,
      description: 'What changes of a patient, one thing at least: an absent field stays as it is.',
    }),
);
export type PatientChange = Output<typeof patientChange>;

/** The account to which a patient is to be linked, by its id or by its address. */
export const patientLink = schema(() =>
  z
    .strictObject({
      userId: id().optional().describe('The id of the account.'),
      email: email().optional(),
    })
    .refine(({ userId, email }) => (userId === undefined) !== (email === undefined), {
      error: 'Must name the account by `userId` or by `email`.',
      params: { code: 'one_of' },
    })
    .meta({
      id: 'PatientLink',
      minProperties: 1,
      maxProperties: 1,
      description: 'The account to which a patient is to be linked, by its id or by its address.',
      examples: [{ email: 'grace@example.com' }],
    }),
);
export type PatientLink = Output<typeof patientLink>;
