import { systemClock } from '../../lib/clock.ts';
import { createHolds, type Holds } from '../../lib/domains/clinic/appointments/holds.ts';
import { hold, newHold } from '../../lib/domains/clinic/appointments/schema.ts';
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
 * Holds a slot of a doctor for five minutes. Nobody else books it until then, and whoever holds it books it by `holdId`, also where
 * notice or horizon would refuse it by then. Nobody holds more than three slots at once.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/appointments/holds',
  allow: ['appointments:write'],
  body: newHold,
  responses: { 201: hold },
  location: ({ holdId }) => `/v1/appointments/holds/${holdId}`,
  problems: {
    409: ['SLOT_TAKEN', 'TOO_MANY_HOLDS', 'CONCURRENT_CHANGE'],
    422: ['UNKNOWN_REFERENCE', 'SLOT_UNAVAILABLE'],
  },
  idempotency: 'optional',
  grants: ['holds:make', 'clinics:read', 'audit:append'],
});
export const createHandler = (holds: Pick<Holds, 'hold'>, stack: Stack) =>
  endpoint(trigger, ({ caller, body }) => holds.hold(caller, body), stack);
export const handler = createHandler(createHolds({ read, commit, clock: systemClock, newId }), {
  ...liveStack,
  idempotencyRecords: createIdempotencyRecords({ read, clock: systemClock, secrets }),
});
