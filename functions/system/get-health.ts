import * as z from 'zod';
import { type Clock, systemClock } from '../../lib/clock.ts';
import { uptimeSeconds, version } from '../../lib/domains/operations/system/version.ts';
import { staticEndpoint } from '../../lib/http/static-endpoint.ts';
import { http } from '../../lib/http/trigger.ts';
import { schema } from '../../lib/schemas.ts';

const health = schema(() =>
  z
    .object({
      status: z.literal('ok'),
      version: z.string().meta({ examples: ['1.0.0'] }),
      uptime: z
        .number()
        .min(0)
        .max(2_147_483_647)
        .meta({ description: 'Seconds since this instance started.', examples: [12.3] }),
      timestamp: z.iso.datetime().meta({ examples: ['2026-03-08T09:30:00.000Z'] }),
    })
    .meta({ id: 'Health', description: 'That the API is alive, and since when.' }),
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
