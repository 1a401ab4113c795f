import { systemClock } from '../../lib/clock.ts';
import { type ClinicCreation, createClinicCreation } from '../../lib/domains/clinic/clinics/creation.ts';
import { newClinic } from '../../lib/domains/clinic/clinics/input-schema.ts';
import { clinic } from '../../lib/domains/clinic/clinics/shown-schema.ts';
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

/** Makes a clinic. Without opening hours it is never open; they can be given later. */
export const trigger = http({
  method: 'POST',
  path: '/v1/clinics',
  allow: ['clinics:manage'],
  body: newClinic,
  responses: { 201: clinic },
  location: ({ id }) => `/v1/clinics/${id}`,
  versioned: true,
  idempotency: 'optional',
  grants: ['clinics:create', 'data-keys:create', 'events:append', 'audit:append'],
});
export const createHandler = (clinics: ClinicCreation, stack: Stack) =>
  endpoint(trigger, ({ body }) => clinics.create(body), stack);
export const handler = createHandler(createClinicCreation({ read, commit, clock: systemClock, newId, keyring }), {
  ...liveStack,
  idempotencyRecords: createIdempotencyRecords({ read, clock: systemClock, secrets }),
});
