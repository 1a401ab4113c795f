import { systemClock } from '../../lib/clock.ts';
import { createAnswerRecords } from '../../lib/domains/clinic/appointments/answer-records.ts';
import { appointment, appointmentPath, cancellation } from '../../lib/domains/clinic/appointments/schema.ts';
import { createTransitions, type Transitions } from '../../lib/domains/clinic/appointments/transitions.ts';
import { createAppointmentViewing } from '../../lib/domains/clinic/appointments/viewing.ts';
import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { createIdempotencyRecords } from '../../lib/idempotency/records.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Cancels an appointment, whose time is free again from then on. Once it has begun, the clinic alone cancels it; one that is over,
 * or cancelled already, stays as it is.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/appointments/{appointmentId}/cancel',
  allow: ['appointments:write'],
  params: appointmentPath,
  body: cancellation,
  responses: { 200: appointment },
  versioned: true,
  problems: {
    404: ['APPOINTMENT_NOT_FOUND'],
    409: ['ILLEGAL_TRANSITION', 'CONCURRENT_CHANGE'],
    422: ['APPOINTMENT_BEGUN'],
  },
  idempotency: 'optional',
  grants: [
    'appointments:open',
    'appointments:change',
    'days:change',
    'patients:count',
    'data-keys:open',
    'events:append',
    'audit:append',
  ],
});
export const createHandler = (transitions: Pick<Transitions, 'cancel'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params, body }) => transitions.cancel(caller, params.appointmentId, body), stack);
const viewing = createAppointmentViewing({ read, commit, keyring });
const records = createIdempotencyRecords({ read, clock: systemClock, secrets });
export const handler = createHandler(createTransitions({ read, commit, clock: systemClock, keyring }), {
  ...liveStack,
  idempotencyRecords: createAnswerRecords({ viewing, records }),
});
