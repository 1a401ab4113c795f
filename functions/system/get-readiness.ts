import { endpoint } from '../../lib/http/endpoint.ts';
import { http } from '../../lib/http/trigger.ts';
import { checkReadiness, readiness } from '../../lib/system/readiness.ts';

/** Tells whether every dependency answers: 200, or 503 when one is down. */
export const trigger = http({
  method: 'GET',
  path: '/health/ready',
  allow: 'public',
  responses: { 200: readiness },
  statusOf: ({ status }) => (status === 'ok' ? 200 : 503),
  grants: ['keys:read', 'email:observe', 'files:observe', 'mail:observe'],
});
export const createHandler = (check = checkReadiness) => endpoint(trigger, () => check());
export const handler = createHandler();
