import * as z from 'zod';
import { defineEvent } from '../../../events/definition.ts';
import { defineDue } from '../../../events/due-definition.ts';
import { id, instant } from '../../../schemas.ts';
import { appointmentMail, reminderMail } from '../mails/mail-kinds.ts';
import { appointmentBookedMail } from '../mails/templates/appointment-booked.ts';
import { appointmentCancelledMail } from '../mails/templates/appointment-cancelled.ts';
import { appointmentMovedMail } from '../mails/templates/appointment-moved.ts';
import { appointmentReminderMail } from '../mails/templates/appointment-reminder.ts';

/** An appointment, and how often it was moved or cancelled by then. */
const ofSequence = () =>
  z.object({
    appointmentId: id(),
    sequence: z.int().min(0).max(2_147_483_647).describe('How often it was moved or cancelled by then'),
  });

const aboutAppointment = () => ofSequence().extend({ patientId: id(), doctorId: id(), clinicId: id() });

/** The time of a doctor that nobody has any more. */
const freed = () =>
  z
    .object({ start: instant(), end: instant(), busyUntil: instant().describe('When the buffer after it ends') })
    .describe('The time of the doctor that is free again');

export const appointmentBooked = defineEvent({
  type: 'appointment.booked',
  version: 1,
  summary: 'A patient is to see a doctor.',
  data: aboutAppointment,
  queues: ['email'],
});

export const appointmentRescheduled = defineEvent({
  type: 'appointment.rescheduled',
  version: 1,
  summary: 'A patient is to see a doctor at another time than before.',
  data: () => aboutAppointment().extend({ freed: freed() }),
  queues: ['email', 'waiting-list'],
});

export const appointmentCancelled = defineEvent({
  type: 'appointment.cancelled',
  version: 1,
  summary: 'A patient is not to see a doctor after all.',
  data: () => aboutAppointment().extend({ freed: freed() }),
  queues: ['email', 'waiting-list'],
});

export const appointmentCheckedIn = defineEvent({
  type: 'appointment.checked-in',
  version: 1,
  summary: 'A patient is there for an appointment.',
  data: aboutAppointment,
  queues: [],
});

export const appointmentCompleted = defineEvent({
  type: 'appointment.completed',
  version: 1,
  summary: 'A patient has seen the doctor.',
  data: aboutAppointment,
  queues: [],
});

export const appointmentMissed = defineEvent({
  type: 'appointment.missed',
  version: 1,
  summary: 'A patient did not come to an appointment.',
  data: aboutAppointment,
  queues: [],
});

/** A day before an appointment, by the clock on the clinic’s wall. */
export const appointmentReminderDue = defineDue({
  type: 'appointment.reminder-due',
  version: 1,
  summary: 'A patient is to be reminded of an appointment, if it is as it was then.',
  data: ofSequence,
  queues: ['reminders'],
});

export const appointmentReminded = defineEvent({
  type: 'appointment.reminded',
  version: 1,
  summary: 'A patient is reminded of an appointment on the next day.',
  data: aboutAppointment,
  queues: ['email'],
});

/** The events about appointments. */
export const events = [
  appointmentBooked,
  appointmentRescheduled,
  appointmentCancelled,
  appointmentCheckedIn,
  appointmentCompleted,
  appointmentMissed,
  appointmentReminded,
] as const;

/** The mails about these events; a function makes them, since only the bundles that mail need them. */
export const mails = () => [
  appointmentMail(appointmentBooked, appointmentBookedMail, 'booked'),
  appointmentMail(appointmentRescheduled, appointmentMovedMail, 'booked'),
  appointmentMail(appointmentCancelled, appointmentCancelledMail, 'cancelled'),
  reminderMail(appointmentReminded, appointmentReminderMail),
];
