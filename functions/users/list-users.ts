import { systemClock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createListingService, type ListingService } from '../../lib/domains/identity/users/listing.ts';
import { peopleFilter, user } from '../../lib/domains/identity/users/schema.ts';
import { createCursorSeal } from '../../lib/http/cursor-seal.ts';
import { listEndpoint } from '../../lib/http/list-endpoint.ts';
import { pageOf, pageQuery } from '../../lib/http/page.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Lists all people, newest first unless sorted. `q` finds by how words of name and address begin, in the order of these
 * words. A `sort` beside it is refused, and `email` beside a role or a status (`SORT_NOT_SERVED`). A page may hold fewer
 * people than its limit, even none.
 */
export const trigger = http({
  method: 'GET',
  path: '/v1/users',
  allow: ['users:list'],
  query: pageQuery(peopleFilter),
  filters: {
    q: 'a list of its own, by the longest of its words; other words sift it',
    role: 'a list of its own, by date or name; beside `q` it sifts',
    status: 'a list of its own, by date or name; `locked` sifts, and any beside `q` or `role`',
    clinicId: 'sifts',
  },
  responses: { 200: pageOf(user) },
  problems: { 400: ['SORT_NOT_SERVED'] },
  grants: ['identity:read', 'people-index:search', 'audit:append'],
});
export const createHandler = (listings: Pick<ListingService, 'list'>, stack: Stack) =>
  listEndpoint(
    trigger,
    ({ caller, query: { limit: _, cursor: __, ...filter } }, request) => listings.list(caller, filter, request),
    stack,
  );
export const handler = createHandler(createListingService({ read, commit, clock: systemClock }), {
  ...liveStack,
  cursors: createCursorSeal(secrets),
});
