import { systemClock as clock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { liveProbes as probes } from '../../lib/domains/operations/system/live-probes.ts';
import { type CheckReadiness, createReadinessCheck, readiness } from '../../lib/domains/operations/system/readiness.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';

/** Tells whether every dependency answers: 200, or 503 when one is down. */
export const trigger = http({
  method: 'GET',
  path: '/health/ready',
  allow: 'public',
  responses: { 200: readiness },
  statusOf: ({ status }) => (status === 'ok' ? 200 : 503),
  grants: ['keys:read', 'email:observe', 'files:observe', 'mail:observe'],
});
export const createHandler = (check: CheckReadiness, stack: Stack) => endpoint(trigger, () => check(), stack);
export const handler = createHandler(createReadinessCheck({ probes, clock }), liveStack);
