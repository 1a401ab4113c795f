import * as z from 'zod';
import { systemClock as clock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { auditEvent } from '../../lib/domains/operations/audit/schema.ts';
import { type AuditSearch, createAuditSearch } from '../../lib/domains/operations/audit/search.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { database } from '../../lib/live/database.ts';
import { read } from '../../lib/live/read.ts';
import { sleep } from '../../lib/live/sleep.ts';
import { id, schema } from '../../lib/schemas.ts';

/** Shows one audit event. */
export const trigger = http({
  method: 'GET',
  path: '/v1/audit-events/{eventId}',
  allow: ['audit:read'],
  params: schema(() => z.object({ eventId: id().describe('The id of the event.') })),
  responses: { 200: auditEvent },
  problems: { 404: ['AUDIT_EVENT_NOT_FOUND'] },
  grants: ['audit:get'],
});
export const createHandler = (search: Pick<AuditSearch, 'get'>, stack: Stack) =>
  endpoint(trigger, ({ params }) => search.get(params.eventId), stack);
export const handler = createHandler(createAuditSearch({ database, read, clock, sleep }), liveStack);
