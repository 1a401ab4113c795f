import * as z from 'zod';
import { NotFound } from '../../../errors.ts';
import { calendarDate, id, instant, keptEmail, type Output, schema } from '../../../schemas.ts';
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

/** The doctor who is in charge of a patient. */
export const primaryDoctorId = () =>
  id().meta({
    description: 'The doctor who is in charge of the patient, of the same clinic.',
    examples: ['019a0000-0000-7000-8000-00000000a002'],
  });

const clinicId = () => clinicReference('The clinic where the patient is registered.');

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
