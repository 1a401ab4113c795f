import { systemClock } from '../../lib/clock.ts';
import { timeOffPath } from '../../lib/domains/clinic/doctors/schema.ts';
import { createTimeOffService, type TimeOffService } from '../../lib/domains/clinic/doctors/time-off.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Removes time off of a doctor, one’s own or for an admin anybody’s. */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/doctors/{doctorId}/time-off/{timeOffId}',
  allow: ['doctors:write'],
  params: timeOffPath,
  responses: { 204: 'empty' },
  problems: {
    404: ['DOCTOR_NOT_FOUND', 'TIME_OFF_NOT_FOUND'],
    409: ['CONCURRENT_CHANGE'],
    412: ['STALE_VERSION'],
  },
  grants: ['doctors:read', 'doctors:keep', 'audit:append'],
});
export const createHandler = (timesOff: Pick<TimeOffService, 'remove'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion }) => timesOff.remove(caller, { ...params, expectedVersion }),
    stack,
  );
export const handler = createHandler(createTimeOffService({ read, commit, clock: systemClock, newId }), liveStack);
