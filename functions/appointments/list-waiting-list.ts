import { systemClock } from '../../lib/clock.ts';
import { createWaitingListing, type WaitingListing } from '../../lib/domains/clinic/appointments/waiting-listing.ts';
import {
  ofOneAlone,
  waitingListEntry,
  waitingListFilter,
} from '../../lib/domains/clinic/appointments/waiting-schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createCursorSeal } from '../../lib/http/cursor-seal.ts';
import { listEndpoint } from '../../lib/http/list-endpoint.ts';
import { pageOf, pageQuery } from '../../lib/http/page.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { schema } from '../../lib/schemas.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Lists who waits for a doctor, or what a patient waits for. Who waits longest comes first. One of `doctorId` and `patientId` says
 * whose list it is: that of a doctor at the clinic of who asks, or that of a patient within their reach; any other is empty.
 */
export const trigger = http({
  method: 'GET',
  path: '/v1/waiting-list',
  allow: ['appointments:read'],
  query: schema(() => pageQuery(waitingListFilter)().check(ofOneAlone)),
  filters: { doctorId: 'a list of its own in each clinic', patientId: 'a list of its own' },
  responses: { 200: pageOf(waitingListEntry) },
  grants: ['waiting-list:list', 'doctors:read', 'audit:append'],
});
export const createHandler = (listing: Pick<WaitingListing, 'list'>, stack: Stack) =>
  listEndpoint(trigger, ({ caller, query }, request) => listing.list(caller, query, request), stack);
export const handler = createHandler(createWaitingListing({ read, commit, clock: systemClock }), {
  ...liveStack,
  cursors: createCursorSeal(secrets),
});
