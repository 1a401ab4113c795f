import type { HttpTrigger } from '../../lib/http/trigger.ts';

/** The variables of the days in which free slots are looked for, each computed anew when a request is sent. */
export const periodVariables = ['@from = {{$datetime iso8601 1 d}}', '@to = {{$datetime iso8601 15 d}}'];

/** The requests that take a free slot, each the next of those that were listed. */
const takers = ['bookAppointment', 'appointmentToCancel', 'appointmentToMiss', 'holdSlot', 'rescheduleAppointment'];

/** A request that is sent once more under another name, for what is then ended by a request of its own. */
const extras: Readonly<Record<string, readonly string[] | undefined>> = {
  bookAppointment: ['appointmentToCancel', 'appointmentToMiss'],
};

/** The names of the requests for an operation: its own, and those for what they make besides. */
export function requestNamesOf(operationId: string): readonly string[] {
  return [operationId, ...(extras[operationId] ?? [])];
}

/** When what a request asks for begins. */
export function startFor(request: string): string {
  return `{{listSlots.response.body.data[${takers.indexOf(request)}].start}}`;
}

/** What happens to one appointment, in the only order in which all of it can. */
const courseOfAppointment = ['reschedule', 'check-in', 'complete'];

/** The place of a request in the course of an appointment, from 1 on; 0 where it has none. */
export function placeInCourse({ path }: Pick<HttpTrigger, 'path'>): number {
  return courseOfAppointment.indexOf(path.slice(path.lastIndexOf('/') + 1)) + 1;
}
