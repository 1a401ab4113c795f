import { systemClock } from '../../lib/clock.ts';
import { type ClosureService, createClosureService } from '../../lib/domains/clinic/clinics/closures.ts';
import { closurePath } from '../../lib/domains/clinic/clinics/shown-schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Removes a closure of a clinic. Staff do so in their own. */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/clinics/{clinicId}/closures/{closureId}',
  allow: ['closures:write'],
  params: closurePath,
  responses: { 204: 'empty' },
  problems: {
    404: ['CLINIC_NOT_FOUND', 'CLOSURE_NOT_FOUND'],
    409: ['CONCURRENT_CHANGE'],
    412: ['STALE_VERSION'],
  },
  grants: ['clinics:read', 'clinics:change', 'events:append', 'audit:append'],
});
export const createHandler = (closures: Pick<ClosureService, 'remove'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion }) => closures.remove(caller, { ...params, expectedVersion }),
    stack,
  );
export const handler = createHandler(createClosureService({ read, commit, clock: systemClock, newId }), liveStack);
