import { systemClock } from '../../lib/clock.ts';
import { createExtraHoursService, type ExtraHoursService } from '../../lib/domains/clinic/doctors/extra-hours.ts';
import { extraHoursPath } from '../../lib/domains/clinic/doctors/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Removes extra hours of a doctor, one’s own or for an admin anybody’s. */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/doctors/{doctorId}/extra-hours/{extraHoursId}',
  allow: ['doctors:write'],
  params: extraHoursPath,
  responses: { 204: 'empty' },
  problems: {
    404: ['DOCTOR_NOT_FOUND', 'EXTRA_HOURS_NOT_FOUND'],
    409: ['CONCURRENT_CHANGE'],
    412: ['STALE_VERSION'],
  },
  grants: ['doctors:read', 'doctors:keep', 'audit:append'],
});
export const createHandler = (hours: Pick<ExtraHoursService, 'remove'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion }) => hours.remove(caller, { ...params, expectedVersion }),
    stack,
  );
export const handler = createHandler(createExtraHoursService({ read, commit, clock: systemClock, newId }), liveStack);
