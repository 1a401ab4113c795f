import { systemClock as clock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { auditEvent, auditFilter, rangeInOrder } from '../../lib/domains/operations/audit/schema.ts';
import { type AuditSearch, createAuditSearch } from '../../lib/domains/operations/audit/search.ts';
import { createCursorSeal } from '../../lib/http/cursor-seal.ts';
import { listEndpoint } from '../../lib/http/list-endpoint.ts';
import { pageOf, pageQuery } from '../../lib/http/page.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { database } from '../../lib/live/database.ts';
import { read } from '../../lib/live/read.ts';
import { sleep } from '../../lib/live/sleep.ts';
import { schema } from '../../lib/schemas.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Lists who did what to what, newest first. Without `actorId`, `subject` and `action` a page is of one day and may be empty:
 * go on while there is a `nextCursor`. Without `from` the days go back 31.
 */
export const trigger = http({
  method: 'GET',
  path: '/v1/audit-events',
  allow: ['audit:read'],
  query: schema(() => pageQuery(auditFilter)().check(rangeInOrder)),
  filters: {
    actorId: 'a list of its own',
    subject: 'a list of its own; beside `actorId` it sifts',
    action: 'a list of its own; beside `actorId` or `subject` it sifts',
    outcome: 'sifts',
    from: 'a range of the list',
    to: 'a range of the list',
  },
  responses: { 200: pageOf(auditEvent) },
  grants: ['audit:search', 'audit-actions:search'],
});
export const createHandler = (search: Pick<AuditSearch, 'list'>, stack: Stack) =>
  listEndpoint(trigger, ({ query }, request) => search.list(query, request), stack);
export const handler = createHandler(createAuditSearch({ database, read, clock, sleep }), {
  ...liveStack,
  cursors: createCursorSeal(secrets),
});
