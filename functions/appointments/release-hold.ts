import { systemClock } from '../../lib/clock.ts';
import { createHolds, type Holds } from '../../lib/domains/clinic/appointments/holds.ts';
import { holdPath } from '../../lib/domains/clinic/appointments/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Releases a hold before its end, so that the slot is free at once. A hold by which a slot is offered to a patient who waits is
 * declined by whoever books for the patient: it is offered to the next then.
 */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/appointments/holds/{holdId}',
  allow: ['appointments:write'],
  params: holdPath,
  responses: { 204: 'empty' },
  problems: { 404: ['HOLD_NOT_FOUND'], 409: ['CONCURRENT_CHANGE'] },
  grants: ['holds:release', 'events:append', 'audit:append'],
});
export const createHandler = (holds: Pick<Holds, 'release'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => holds.release(caller, params.holdId), stack);
export const handler = createHandler(createHolds({ read, commit, clock: systemClock, newId }), liveStack);
