import { systemClock } from '../../lib/clock.ts';
import { createApiKeyExpiry, type ExpireApiKey } from '../../lib/domains/identity/api-keys/expiry.ts';
import { apiKeyExpired } from '../../lib/domains/identity/events/api-keys.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { sleep } from '../../lib/live/sleep.ts';
import { workerTools } from '../../lib/live/worker-tools.ts';
import type { WorkerTools } from '../../lib/messaging/attempt.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { worker } from '../../lib/messaging/worker.ts';

/** Counts an API key that has expired out of its clinic. Its end is put on record. */
export const trigger = queue({
  queue: 'expiries',
  events: [apiKeyExpired],
  grants: ['dues:claim', 'identity:read', 'identity:write', 'clinics:count', 'audit:append'],
});

export const createHandler = (expire: ExpireApiKey, tools: WorkerTools) => worker(trigger, expire, tools);

export const handler = createHandler(createApiKeyExpiry({ read, commit, clock: systemClock, sleep }), workerTools);
