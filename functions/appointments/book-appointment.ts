import { systemClock } from '../../lib/clock.ts';
import { createAnswerRecords } from '../../lib/domains/clinic/appointments/answer-records.ts';
import { type Booking, createBooking } from '../../lib/domains/clinic/appointments/booking.ts';
import { appointment, newAppointment } from '../../lib/domains/clinic/appointments/schema.ts';
import { createAppointmentViewing } from '../../lib/domains/clinic/appointments/viewing.ts';
import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { createIdempotencyRecords } from '../../lib/idempotency/records.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Books an appointment, as long as a slot of the doctor. Whoever is linked to a patient books for them, and the clinic for any of its
 * patients. `reason` says why a time cannot be booked, and `nextFree` when the next slot begins that can. By `holdId` a slot is booked
 * that was kept, also where it is too late by now to ask for it.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/appointments',
  allow: ['appointments:write'],
  body: newAppointment,
  responses: { 201: appointment },
  location: ({ id }) => `/v1/appointments/${id}`,
  versioned: true,
  problems: {
    404: ['APPOINTMENT_NOT_FOUND'],
    409: ['SLOT_TAKEN', 'PATIENT_BUSY', 'HOLD_EXPIRED', 'CONCURRENT_CHANGE'],
    422: ['UNKNOWN_REFERENCE', 'SLOT_UNAVAILABLE'],
  },
  idempotency: 'optional',
  grants: [
    'appointments:open',
    'appointments:insert',
    'clinics:read',
    'days:search',
    'patient-days:search',
    'bookings:refer',
    'days:change',
    'roster:enter',
    'patients:count',
    'holds:use',
    'dues:schedule',
    'data-keys:open',
    'events:append',
    'audit:append',
  ],
});
export const createHandler = (booking: Pick<Booking, 'book'>, stack: Stack) =>
  endpoint(trigger, ({ caller, body }) => booking.book(caller, body), stack);
const viewing = createAppointmentViewing({ read, commit, keyring });
const records = createIdempotencyRecords({ read, clock: systemClock, secrets });
export const handler = createHandler(createBooking({ read, commit, clock: systemClock, newId, keyring }), {
  ...liveStack,
  idempotencyRecords: createAnswerRecords({ viewing, records }),
});
