import { systemClock } from '../../lib/clock.ts';
import { freeSlots, slotRange, slotsMeta } from '../../lib/domains/clinic/appointments/slot-schema.ts';
import { createSlotViewing, type SlotViewing } from '../../lib/domains/clinic/appointments/slots.ts';
import { doctorPath } from '../../lib/domains/clinic/doctors/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http, withMeta } from '../../lib/http/trigger.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Lists when a doctor can be booked, within at most 31 days, in order. Each slot is booked by its `start`. Where there is none,
 * `meta.reasons` says what closed the range, and `meta.nextFree` when the next slot begins.
 */
export const trigger = http({
  method: 'GET',
  path: '/v1/doctors/{doctorId}/slots',
  allow: ['doctors:read'],
  params: doctorPath,
  query: slotRange,
  responses: { 200: withMeta(freeSlots, slotsMeta) },
  problems: { 404: ['DOCTOR_NOT_FOUND'] },
  grants: ['doctors:read', 'clinics:read', 'days:search'],
});
export const createHandler = (slots: Pick<SlotViewing, 'list'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params, query }) => slots.list(caller, params.doctorId, query), stack);
export const handler = createHandler(createSlotViewing({ read, clock: systemClock }), liveStack);
