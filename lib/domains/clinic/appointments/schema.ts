import * as z from 'zod';
import { freeText, id, instant, moment, type Output, schema } from '../../../schemas.ts';
import { clinicReference } from '../clinics/schema.ts';

const appointmentExample = '019a0000-0000-7000-8000-0000000aa001';

const appointmentId = () => id().meta({ examples: [appointmentExample] });
const doctorId = () => id().meta({ description: 'The doctor.', examples: ['019a0000-0000-7000-8000-00000000d001'] });
const patientId = () => id().meta({ description: 'The patient.', examples: ['019a0000-0000-7000-8000-0000000ab001'] });
const holdId = () => id().meta({ examples: ['019a0000-0000-7000-8000-0000000bb001'] });
const startExample = '2030-03-18T09:00:00-04:00';

/** When something begins, on the grid of five minutes. */
const start = () =>
  moment(startExample).describe(
    'When it begins, as `GET /v1/doctors/{doctorId}/slots` has it: RFC 3339 with any offset.',
  );

/** The path of an appointment, and of what is done to it. */
export const appointmentPath = schema(() => z.object({ appointmentId: appointmentId() }));

/** An appointment as a file for calendars. */
export const calendarFile = schema(() =>
  z.string().meta({
    description: 'An iCalendar file (RFC 5545) of one event.',
    examples: ['BEGIN:VCALENDAR\r\nVERSION:2.0\r\n…\r\nEND:VCALENDAR\r\n'],
  }),
);

/** The path of a hold. */
export const holdPath = schema(() => z.object({ holdId: holdId() }));

/** How an appointment stands. */
export const appointmentStatus = schema(() =>
  z.enum(['booked', 'checked_in', 'completed', 'cancelled', 'no_show']).meta({
    id: 'AppointmentStatus',
    description: 'How an appointment stands: it is booked, and ends completed, cancelled or with nobody there.',
  }),
);
export type AppointmentStatus = Output<typeof appointmentStatus>;

const shownCancelReason = () => z.string().meta({ description: 'Why it was cancelled.', examples: ['I have a cold.'] });
const shownReason = () => z.string().meta({ description: 'Why the patient comes.', examples: ['Follow-up'] });

const shownFields = () => ({
  id: appointmentId(),
  clinicId: clinicReference('The clinic of doctor and patient.'),
  doctorId: doctorId(),
  patientId: patientId(),
  start: instant().meta({ examples: ['2030-03-18T13:00:00.000Z'] }),
  end: instant().meta({ examples: ['2030-03-18T13:30:00.000Z'] }),
  status: appointmentStatus(),
});

/** An appointment as the API shows it. */
export const appointment = schema(() =>
  z
    .object({
      ...shownFields(),
      reason: shownReason(),
      cancelReason: shownCancelReason().optional(),
      createdAt: instant(),
      updatedAt: instant(),
    })
    .meta({ id: 'Appointment', description: 'An appointment of a patient with a doctor.' }),
);
export type Appointment = Output<typeof appointment>;

/** An appointment in a list: with what is clinical where the list is of one patient. */
export const appointmentInList = schema(() =>
  z
    .object({
      ...shownFields(),
      reason: shownReason().optional().describe('Why the patient comes: in lists of one patient alone.'),
      cancelReason: shownCancelReason().optional().describe('Why it was cancelled: in lists of one patient alone.'),
      createdAt: instant(),
      updatedAt: instant(),
    })
    .meta({
      id: 'AppointmentInList',
      description: 'An appointment in a list. A list of a doctor shows nothing clinical: each is opened by itself.',
    }),
);
export type AppointmentInList = Output<typeof appointmentInList>;

/** An appointment to be booked; it is as long as a slot of the doctor. */
export const newAppointment = schema(() =>
  z
    .strictObject({
      doctorId: doctorId(),
      patientId: patientId(),
      start: start(),
      reason: freeText(1, 1_000, 'Why the patient comes.').meta({ examples: ['Follow-up'] }),
      holdId: holdId().optional().describe('The hold by which the slot was kept.'),
    })
    .meta({ id: 'NewAppointment', description: 'An appointment to be booked, as long as a slot of the doctor.' }),
);
export type NewAppointment = Output<typeof newAppointment>;

/** The new time of an appointment. */
export const appointmentMove = schema(() =>
  z
    .strictObject({ start: start() })
    .meta({ id: 'AppointmentMove', description: 'When an appointment is to begin instead, with the same doctor.' }),
);
export type AppointmentMove = Output<typeof appointmentMove>;

/** Why an appointment is called off, if anybody says so. */
export const cancellation = schema(() =>
  z
    .strictObject({
      reason: freeText(1, 1_000, 'Why it is cancelled.')
        .meta({ examples: ['I have a cold.'] })
        .optional(),
    })
    .meta({ id: 'Cancellation', description: 'Why an appointment is cancelled.' }),
);
export type Cancellation = Output<typeof cancellation>;

/** A slot to be held. */
export const newHold = schema(() =>
  z
    .strictObject({ doctorId: doctorId(), start: start() })
    .meta({ id: 'NewHold', description: 'A slot that is to be kept for the one who asks, for five minutes.' }),
);
export type NewHold = Output<typeof newHold>;

/** A hold as the API shows it. */
export const hold = schema(() =>
  z
    .object({ holdId: holdId(), expiresAt: instant() })
    .meta({ id: 'Hold', description: 'A slot that is kept until an instant, for whoever books by its id.' }),
);
export type Hold = Output<typeof hold>;
