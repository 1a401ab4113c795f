import { systemClock as clock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { sealStore as store } from '../../lib/domains/operations/audit/live-seal-store.ts';
import { dayRange, verificationResult } from '../../lib/domains/operations/audit/schema.ts';
import { type AuditVerification, createAuditVerification } from '../../lib/domains/operations/audit/verification.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { database } from '../../lib/live/database.ts';
import { read } from '../../lib/live/read.ts';
import { sleep } from '../../lib/live/sleep.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Compares the audit events of a range of days with the seals of the days. The days are those of UTC, at most 31, and both
 * indexes are searched for other events. Days never sealed are not checked, and of very many events only a part:
 * `checkedThrough` says how far it came.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/audit-events/verify',
  allow: ['audit:verify'],
  limit: 'sensitive',
  body: dayRange,
  responses: { 200: verificationResult },
  long: true,
  grants: ['audit:verify', 'audit:search', 'secrets:read'],
});
export const createHandler = (verification: AuditVerification, stack: Stack) =>
  endpoint(trigger, ({ body }) => verification.verify(body), stack);
export const handler = createHandler(
  createAuditVerification({ database, read, clock, sleep, secrets, store }),
  liveStack,
);
