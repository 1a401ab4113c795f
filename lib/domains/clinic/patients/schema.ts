import * as z from 'zod';
import { isCountry } from '../../../countries.ts';
import { NotFound } from '../../../errors.ts';
import { fold } from '../../../folded-words.ts';
import {
  calendarDate,
  email,
  freeText,
  id,
  instant,
  keptEmail,
  line,
  type Output,
  schema,
  telephone,
} from '../../../schemas.ts';
import { clinicReference } from '../clinics/schema.ts';

/** The path of a patient, and of what belongs to them. */
export const patientPath = schema(() => z.object({ patientId: id().describe('The id of the patient.') }));

const numberExample = 'PAT-7K3M9QAT';

/** A blood group by ABO and Rh. */
export const bloodGroup = schema(() =>
  z
    .enum(['A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-'])
    .meta({ id: 'BloodGroup', description: 'A blood group by ABO and Rh.' }),
);

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

/** A postal address that was accepted earlier, by the rules of its time. */
export const address = schema(() =>
  z
    .object({
      line1: z.string().meta({ examples: ['12 Elm Street'] }),
      line2: z
        .string()
        .meta({ examples: ['Apartment 3'] })
        .optional(),
      city: z.string().meta({ examples: ['Albany'] }),
      region: z
        .string()
        .meta({ examples: ['NY'] })
        .optional(),
      postalCode: z.string().meta({ examples: ['12207'] }),
      country: z.string().meta({ description: 'By ISO 3166-1 alpha-2.', examples: ['US'] }),
    })
    .meta({ id: 'Address', description: 'A postal address.' }),
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
const primaryDoctorId = () =>
  id().meta({
    description: 'The doctor who is in charge of the patient, of the same clinic.',
    examples: ['019a0000-0000-7000-8000-00000000a002'],
  });
const birth = () => calendarDate().describe('Not ahead, and at most 130 years ago.');
const clinicId = () => clinicReference('The clinic where the patient is registered.');

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

const shownNumber = () =>
  z
    .string()
    .meta({ description: 'By which people know the patient; it says nothing else.', examples: [numberExample] });
const shownName = () => z.string().meta({ examples: ['Grace Hopper'] });
const shownPhone = () =>
  z.string().meta({ description: 'Digits, with a plus before the code of a country.', examples: ['+12125550123'] });
const count = (what: string) =>
  z.int().meta({ minimum: 0, maximum: 2_147_483_647, description: `How many ${what} there are.`, examples: [2] });

/** A patient as the API shows them to those who treat them; the patient’s own view has no notes. */
export const patient = schema(() =>
  z
    .object({
      id: id(),
      number: shownNumber(),
      name: shownName(),
      email: keptEmail(),
      phone: shownPhone(),
      bloodGroup: bloodGroup().optional(),
      dateOfBirth: calendarDate().optional(),
      address: address().optional(),
      allergies: z.array(z.string().meta({ examples: ['Penicillin'] })).meta({ examples: [['Penicillin']] }),
      primaryDoctorId: primaryDoctorId().optional(),
      clinicId: clinicId(),
      userId: id().optional().describe('The account that is linked to the patient.'),
      appointmentCount: count('appointments'),
      prescriptionCount: count('prescriptions'),
      internalNotes: z
        .string()
        .meta({ description: 'Never in the patient’s own view.', examples: ['Prefers to be called in the morning.'] })
        .optional(),
      createdAt: instant(),
      updatedAt: instant(),
    })
    .meta({ id: 'Patient', description: 'A patient of a clinic.' }),
);
export type Patient = Output<typeof patient>;

/** A patient in a list: nothing clinical. */
export const patientInList = schema(() =>
  z
    .object({
      id: id(),
      number: shownNumber(),
      name: shownName(),
      dateOfBirth: calendarDate().optional(),
      phone: shownPhone(),
      primaryDoctorId: primaryDoctorId().optional(),
      clinicId: clinicId(),
      createdAt: instant(),
    })
    .meta({ id: 'PatientInList', description: 'A patient in a list, with nothing clinical.' }),
);
export type PatientInList = Output<typeof patientInList>;

/** What is told beside a patient who was registered. */
export const registrationMeta = schema(() =>
  z
    .object({
      possibleDuplicates: z
        .array(
          z
            .object({ id: id(), number: shownNumber() })
            .meta({ id: 'PossibleDuplicate', description: 'A patient of the same name and birth date.' }),
        )
        .max(10)
        .meta({ description: 'Patients of the clinic who have the same name and birth date; it may lag a second.' }),
    })
    .meta({ id: 'PatientRegistrationMeta', description: 'What is told beside a patient who was registered.' }),
);
export type RegistrationMeta = Output<typeof registrationMeta>;

/** The patient is not there, is deleted, or is not the caller's to see: it all looks the same. */
export function patientNotFound(): NotFound {
  return new NotFound('PATIENT_NOT_FOUND', 'There is no such patient.');
}

/** The error of `patientNotFound`, audited, for a patient whom the caller may not know of, whether or not they exist. */
export function patientHidden(): NotFound {
  return new NotFound('PATIENT_NOT_FOUND', 'There is no such patient.', { refused: true });
}
