import { systemClock } from '../../lib/clock.ts';
import { createAnswerRecords } from '../../lib/domains/clinic/appointments/answer-records.ts';
import { createRescheduling, type Rescheduling } from '../../lib/domains/clinic/appointments/rescheduling.ts';
import { appointment, appointmentMove, appointmentPath } from '../../lib/domains/clinic/appointments/schema.ts';
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
 * Moves an appointment to another slot of the same doctor. It must be booked, and stays where it is where the slot cannot be had. Once
 * it has begun, the clinic alone moves it.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/appointments/{appointmentId}/reschedule',
  allow: ['appointments:write'],
  params: appointmentPath,
  body: appointmentMove,
  responses: { 200: appointment },
  versioned: true,
  problems: {
    404: ['APPOINTMENT_NOT_FOUND'],
    409: ['SLOT_TAKEN', 'PATIENT_BUSY', 'ILLEGAL_TRANSITION', 'CONCURRENT_CHANGE'],
    422: ['SLOT_UNAVAILABLE', 'APPOINTMENT_BEGUN'],
  },
  idempotency: 'optional',
  grants: [
    'appointments:open',
    'appointments:change',
    'agendas:read',
    'clinics:read',
    'days:search',
    'patient-days:search',
    'bookings:refer',
    'days:change',
    'roster:enter',
    'patients:count',
    'dues:schedule',
    'data-keys:open',
    'events:append',
    'audit:append',
  ],
});
export const createHandler = (rescheduling: Pick<Rescheduling, 'reschedule'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params, body }) => rescheduling.reschedule(caller, params.appointmentId, body), stack);
const viewing = createAppointmentViewing({ read, commit, keyring });
const records = createIdempotencyRecords({ read, clock: systemClock, secrets });
export const handler = createHandler(createRescheduling({ read, commit, clock: systemClock, newId, keyring }), {
  ...liveStack,
  idempotencyRecords: createAnswerRecords({ viewing, records }),
});
