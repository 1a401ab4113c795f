import { setTimeout as pause } from 'node:timers/promises';
import type { Call } from './call.ts';
import { doctorId, newPatient } from './clinic-calls.ts';
import type { Identified } from './visitor.ts';
import type { Visitors } from './visitors.ts';

const day = 24 * 60 * 60_000;
// Nothing becomes free then, so that nobody who waits takes a slot from the other calls.
const waitingTime = { from: '2098-03-17T08:00:00.000Z', to: '2098-03-21T18:00:00.000Z' };

/** A booked appointment of a patient of its own, in a slot of its own. */
export async function newAppointment(visitors: Visitors): Promise<string> {
  return (await post<Identified>(visitors, '/v1/appointments', await wish(visitors))).id;
}

/** A hold of the admin's, of a slot of its own. */
export async function newHold(visitors: Visitors): Promise<string> {
  const data = { doctorId, start: await freeStart(visitors) };
  return (await post<{ holdId: string }>(visitors, '/v1/appointments/holds', data)).holdId;
}

/** An entry of a waiting list, of a patient of its own. */
export async function newEntry(visitors: Visitors): Promise<string> {
  return (await post<Identified>(visitors, '/v1/waiting-list', await waitingWish(visitors))).id;
}

/** What the routes of appointments need that an admin cannot call with the examples of the document. */
export const appointmentPreparations: Readonly<Record<string, (visitors: Visitors) => Promise<Call>>> = {
  listSlots: async () => ({ query: bookableRange() }),
  bookAppointment: async (visitors) => ({ body: await wish(visitors) }),
  async rescheduleAppointment(visitors) {
    const appointmentId = await newAppointment(visitors);
    return { path: { appointmentId }, body: { start: await freeStart(visitors) } };
  },
  cancelAppointment: async () => ({ body: { reason: 'I have a cold.' } }),
  async completeAppointment(visitors) {
    const appointmentId = await newAppointment(visitors);
    await post(visitors, `/v1/appointments/${appointmentId}/check-in`);
    return { path: { appointmentId } };
  },
  async listAppointments(visitors) {
    await newAppointment(visitors);
    return listed(visitors, '/v1/appointments', { doctorId });
  },
  async listPatientAppointments(visitors) {
    const data = await wish(visitors);
    const { patientId } = data;
    await post(visitors, '/v1/appointments', data);
    return { ...(await listed(visitors, `/v1/patients/${patientId}/appointments`)), path: { patientId } };
  },
  holdSlot: async (visitors) => ({ body: { doctorId, start: await freeStart(visitors) } }),
  joinWaitingList: async (visitors) => ({ body: await waitingWish(visitors) }),
  async listWaitingList(visitors) {
    await newEntry(visitors);
    return listed(visitors, '/v1/waiting-list', { doctorId });
  },
};

/** An appointment that can be booked: of a new patient, in a slot that is free. */
async function wish(visitors: Visitors) {
  return { doctorId, patientId: await newPatient(visitors), start: await freeStart(visitors), reason: 'Follow-up' };
}

async function waitingWish(visitors: Visitors) {
  return { doctorId, patientId: await newPatient(visitors), ...waitingTime };
}

/** When the first slot of a distant month begins that nobody has yet. */
async function freeStart({ ask, admin: { accessToken } }: Visitors): Promise<string> {
  const path = `/v1/doctors/${doctorId}/slots?${new URLSearchParams(bookableRange())}`;
  const [slot] = await ask<{ start: string }[]>(path, { method: 'GET', accessToken });
  if (!slot) throw new Error('The seeded doctor has no free slot.');
  return slot.start;
}

/** From the thirtieth day on, within the horizon of the seeded doctor. */
function bookableRange() {
  const from = Date.now() + 30 * day;
  return { from: new Date(from).toISOString(), to: new Date(from + 30 * day).toISOString() };
}

/** The call of a list, once it has anything to show: it lags a second behind. */
async function listed({ ask, admin: { accessToken } }: Visitors, path: string, query = {}): Promise<Call> {
  const address = `${path}?${new URLSearchParams(query)}`;
  while ((await ask<unknown[]>(address, { method: 'GET', accessToken })).length === 0) await pause(50);
  return { query };
}

function post<T>({ ask, admin: { accessToken } }: Visitors, path: string, data?: unknown): Promise<T> {
  return ask<T>(path, { accessToken, ...(data !== undefined && { data }) });
}
