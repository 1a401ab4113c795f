import { systemClock } from '../../lib/clock.ts';
import { createWaitingList, type WaitingList } from '../../lib/domains/clinic/appointments/waiting-list.ts';
import { newWaitingListEntry, waitingListEntry } from '../../lib/domains/clinic/appointments/waiting-schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { createIdempotencyRecords } from '../../lib/idempotency/records.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Lets a patient wait for a slot of a doctor of their clinic. A slot that becomes free within the time is held ten minutes for the
 * first whom it suits, who is told by mail, and books it by the hold. A patient has at most ten entries.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/waiting-list',
  allow: ['appointments:write'],
  body: newWaitingListEntry,
  responses: { 201: waitingListEntry },
  location: ({ id }) => `/v1/waiting-list/${id}`,
  problems: { 409: ['TOO_MANY_ENTRIES', 'CONCURRENT_CHANGE'], 422: ['UNKNOWN_REFERENCE'] },
  idempotency: 'optional',
  grants: ['waiting-list:join', 'audit:append'],
});
export const createHandler = (waitingList: Pick<WaitingList, 'join'>, stack: Stack) =>
  endpoint(trigger, ({ caller, body }) => waitingList.join(caller, body), stack);
export const handler = createHandler(createWaitingList({ read, commit, clock: systemClock, newId }), {
  ...liveStack,
  idempotencyRecords: createIdempotencyRecords({ read, clock: systemClock, secrets }),
});
