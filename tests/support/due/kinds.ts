import * as z from 'zod';
import { defineDue } from '../../../lib/events/due-definition.ts';
import { id } from '../../../lib/schemas.ts';

/** Somebody is to be reminded of an appointment. */
export const reminderDue = defineDue({
  type: 'appointment.reminder-due',
  version: 1,
  summary: 'A patient is to be reminded of an appointment.',
  data: () => z.object({ appointmentId: id() }),
  queues: ['email'],
});

/** A hold is to end. */
export const holdOver = defineDue({
  type: 'hold.over',
  version: 1,
  summary: 'A hold of a slot is over.',
  data: () => z.object({ appointmentId: id() }),
  queues: ['email-urgent'],
});

export const appointmentId = '019a0000-0000-7000-8000-0000000000a1';

/** What a test says of something to be done; the rest is filled in. */
export function newReminder(id: string, at: Date) {
  return { id, at, subject: `appointments/${appointmentId}`, data: { appointmentId } };
}
