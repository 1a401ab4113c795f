import { appointment, appointmentPath } from '../../lib/domains/clinic/appointments/schema.ts';
import { type AppointmentViewing, createAppointmentViewing } from '../../lib/domains/clinic/appointments/viewing.ts';
import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Shows an appointment, and puts on record who looked. Those of deleted patients are absent. */
export const trigger = http({
  method: 'GET',
  path: '/v1/appointments/{appointmentId}',
  allow: ['appointments:read'],
  params: appointmentPath,
  responses: { 200: appointment },
  versioned: true,
  problems: { 404: ['APPOINTMENT_NOT_FOUND'] },
  grants: ['appointments:open', 'data-keys:open', 'audit:append'],
});
export const createHandler = (appointments: Pick<AppointmentViewing, 'get'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => appointments.get(caller, params.appointmentId), stack);
export const handler = createHandler(createAppointmentViewing({ read, commit, keyring }), liveStack);
