import { systemClock } from '../../lib/clock.ts';
import { type ClosureService, createClosureService } from '../../lib/domains/clinic/clinics/closures.ts';
import { newClosure } from '../../lib/domains/clinic/clinics/input-schema.ts';
import { clinicPath } from '../../lib/domains/clinic/clinics/schema.ts';
import { addedClosure } from '../../lib/domains/clinic/clinics/shown-schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { createIdempotencyRecords } from '../../lib/idempotency/records.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Closes a clinic for some days. Staff close their own. Appointments on these days stay booked; `conflicts` names them. */
export const trigger = http({
  method: 'POST',
  path: '/v1/clinics/{clinicId}/closures',
  allow: ['closures:write'],
  params: clinicPath,
  body: newClosure,
  responses: { 201: addedClosure },
  location: (_, { clinicId }) => `/v1/clinics/${clinicId}`,
  problems: {
    404: ['CLINIC_NOT_FOUND'],
    409: ['CONCURRENT_CHANGE', 'TOO_MANY_CLOSURES'],
    412: ['STALE_VERSION'],
  },
  idempotency: 'optional',
  grants: ['clinics:read', 'clinics:change', 'doctor-bookings:find', 'events:append', 'audit:append'],
});
export const createHandler = (closures: Pick<ClosureService, 'add'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion, body }) => closures.add(caller, { ...params, expectedVersion }, body),
    stack,
  );
export const handler = createHandler(createClosureService({ read, commit, clock: systemClock, newId }), {
  ...liveStack,
  idempotencyRecords: createIdempotencyRecords({ read, clock: systemClock, secrets }),
});
