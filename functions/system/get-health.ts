import * as z from 'zod';
import { type Clock, systemClock } from '../../lib/clock.ts';
import { uptimeSeconds, version } from '../../lib/domains/operations/system/version.ts';
import { staticEndpoint } from '../../lib/http/static-endpoint.ts';
import { http } from '../../lib/http/trigger.ts';
import { schema } from '../../lib/schemas.ts';

const health = schema(() =>
  z
    .object({ status: z.literal('ok'), version: z.string(), uptime: z.number(), timestamp: z.iso.datetime() })
    .meta({ id: 'Health' }),
);

/** Tells that the API is alive, without asking anything else. */
export const trigger = http({
  method: 'GET',
  path: '/health',
  allow: 'public',
  responses: { 200: health },
  grants: [],
});
export const createHandler = (clock: Clock) =>
  staticEndpoint(trigger, () => ({
    status: 'ok' as const,
    version,
    uptime: uptimeSeconds(),
    timestamp: clock().toISOString(),
  }));
export const handler = createHandler(systemClock);
