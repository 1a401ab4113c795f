import * as z from 'zod';
import { defineEvent } from '../../../events/definition.ts';
import { id } from '../../../schemas.ts';
import { person } from '../../identity/mails/addresses.ts';
import { detailedNotice } from '../../identity/mails/mail-kinds.ts';
import { wallTimesMovedMail } from '../mails/templates/wall-times-moved.ts';

/** The most appointments that an event names; it says how many there are. */
export const mostAppointmentsNamed = 20;

export const appointmentsWallMoved = defineEvent({
  type: 'appointments.wall-moved',
  version: 1,
  summary: 'Clocks will show another time at appointments than when they were booked: each admin is told once.',
  data: () =>
    z.object({
      userId: id().describe('The admin who is told'),
      count: z.int().min(1).max(2_147_483_647).describe('How many appointments there are'),
      appointmentIds: z.array(id()).max(mostAppointmentsNamed),
    }),
  queues: ['email'],
});

/** The events about what clocks show. */
export const events = [appointmentsWallMoved] as const;

/** The mails about these events; a function makes them, since only the bundles that mail need them. */
export const mails = () => [
  detailedNotice(appointmentsWallMoved, wallTimesMovedMail, {
    to: person,
    dataOf: (context, { count, appointmentIds }) => ({ ...context, count, appointmentIds }),
  }),
];
