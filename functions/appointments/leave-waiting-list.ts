import { systemClock } from '../../lib/clock.ts';
import { createWaitingList, type WaitingList } from '../../lib/domains/clinic/appointments/waiting-list.ts';
import { waitingListPath } from '../../lib/domains/clinic/appointments/waiting-schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Lets a patient wait no longer. What is offered to them at this moment is offered to the next. */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/waiting-list/{entryId}',
  allow: ['appointments:write'],
  params: waitingListPath,
  responses: { 204: 'empty' },
  problems: { 404: ['WAITING_LIST_ENTRY_NOT_FOUND'], 409: ['CONCURRENT_CHANGE'] },
  grants: ['waiting-list:leave', 'events:append', 'audit:append'],
});
export const createHandler = (waitingList: Pick<WaitingList, 'leave'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => waitingList.leave(caller, params.entryId), stack);
export const handler = createHandler(createWaitingList({ read, commit, clock: systemClock, newId }), liveStack);
