import { beforeAll, describe, expect, it } from '@jest/globals';
import { day } from '../../lib/clock.ts';
import type { Appointment, AppointmentInList } from '../../lib/domains/clinic/appointments/schema.ts';
import type { FreeSlots } from '../../lib/domains/clinic/appointments/slot-schema.ts';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import { eventually, type HttpAnswer, request } from '../support/client.ts';
import { apiUrl, logIn, newAddress, register, tokensOf } from './running.ts';

const clinicId = '019a0000-0000-7000-8000-00000000c001';
const schedule = {
  weekly: [1, 2, 3, 4, 5].map((weekday) => ({ day: weekday, from: '08:00', to: '18:00', breaks: [] })),
  ...{ slotMinutes: 30, bufferMinutes: 0, minNoticeMinutes: 120, horizonDays: 90 },
};

type Call = (method: string, path: string, data?: unknown, headers?: Record<string, string>) => Promise<HttpAnswer>;

async function signedIn(email: string): Promise<Call> {
  const { accessToken } = tokensOf(await logIn(email, { password: seededPassword }));
  return (method, path, data, headers = {}) =>
    request(`${apiUrl}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, ...headers },
      ...(data !== undefined && { data }),
    });
}

let staff: Call;
let admin: Call;
let doctorId: string;
let patientIds: string[];

beforeAll(async () => {
  [staff, admin] = (await Promise.all(['staff@polyclinic.test', 'admin@polyclinic.test'].map(signedIn))) as [
    Call,
    Call,
  ];
  doctorId = ((await register(newAddress(), { name: 'Grace Hopper' })).json.data as { id: string }).id;
  await admin('PUT', `/users/${doctorId}/roles`, { roles: ['doctor'], clinicId });
  await admin('PUT', `/doctors/${doctorId}/schedule`, schedule);
  const patients = [1, 2].map((nth) =>
    staff('POST', '/patients', { name: `Ada ${nth}`, email: newAddress(), phone: '(212) 555-0123' }),
  );
  patientIds = (await Promise.all(patients)).map(({ json }) => (json.data as { id: string }).id);
});

/** The free slots from `daysAhead` days on, for ten days, in which there is always a Monday. */
async function slotsFrom(daysAhead: number): Promise<FreeSlots['data']> {
  const from = Date.now() + daysAhead * day;
  const range = [from, from + 10 * day].map((instant) => new Date(instant).toISOString());
  const answer = await staff('GET', `/doctors/${doctorId}/slots?from=${range[0]}&to=${range[1]}`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json.data as FreeSlots['data'];
}

const wish = (start: string | undefined, nth = 0) => ({ doctorId, patientId: patientIds[nth], start, reason: 'Cough' });
const appointmentIn = ({ json }: HttpAnswer) => json.data as Appointment;
const codeOf = ({ status, json }: HttpAnswer) => [status, json.code];

describe('an appointment', () => {
  it('is booked as a slot was offered, once however often that is asked, and keeps others away', async () => {
    const [first, second] = await slotsFrom(10);
    const key = { 'idempotency-key': crypto.randomUUID() };

    const made = await staff('POST', '/appointments', wish(first?.start), key);
    const again = await staff('POST', '/appointments', wish(first?.start), key);
    const rival = await staff('POST', '/appointments', wish(first?.start, 1));
    const left = await slotsFrom(10);

    expect(made.status).toBe(201);
    expect([again.status, again.text, again.headers.get('idempotency-replayed')]).toEqual([201, made.text, 'true']);
    expect(rival.json).toMatchObject({ code: 'SLOT_TAKEN', nextFree: second?.start });
    expect(left[0]).toEqual(second);
  });

  it('is moved, opened, listed, attended to and ended', async () => {
    const [first, second, third] = await slotsFrom(30);
    const path = `/appointments/${appointmentIn(await staff('POST', '/appointments', wish(first?.start))).id}`;
    const other = appointmentIn(await staff('POST', '/appointments', wish(third?.start, 1)));

    const refused = await staff('POST', `${path}/reschedule`, { start: third?.start });
    const moved = await staff('POST', `${path}/reschedule`, { start: second?.start });
    const opened = await staff('GET', path);
    const early = await staff('POST', `${path}/complete`);
    const steps = [await staff('POST', `${path}/check-in`), await staff('POST', `${path}/complete`)];
    const missed = await staff('POST', `/appointments/${other.id}/no-show`);

    expect(codeOf(refused)).toEqual([409, 'SLOT_TAKEN']);
    expect([moved.status, appointmentIn(moved).start]).toEqual([200, second?.start]);
    expect(appointmentIn(opened)).toEqual(appointmentIn(moved));
    expect(codeOf(early)).toEqual([409, 'ILLEGAL_TRANSITION']);
    expect(steps.map((step) => appointmentIn(step).status)).toEqual(['checked_in', 'completed']);
    expect(appointmentIn(missed).status).toBe('no_show');
    for (const list of [`/appointments?patientId=${patientIds[0]}&`, `/patients/${patientIds[0]}/appointments?`])
      await eventually('the list of the patient', async () => {
        const { json } = await staff('GET', `${list}status=completed`);
        return (json.data as AppointmentInList[]).some(({ reason }) => reason === 'Cough') || undefined;
      });
    for (const call of [staff, admin])
      await eventually('the list of the doctor', async () => {
        const { json } = await call('GET', `/appointments?doctorId=${doctorId}&status=no_show`);
        return (json.data as AppointmentInList[]).some(({ id }) => id === other.id) || undefined;
      });
  });

  it('gives its time back where it is cancelled', async () => {
    const [first] = await slotsFrom(50);
    const { id } = appointmentIn(await staff('POST', '/appointments', wish(first?.start)));
    const taken = await slotsFrom(50);

    const cancelled = await staff('POST', `/appointments/${id}/cancel`, { reason: 'I have a cold.' });

    expect(taken[0]).not.toEqual(first);
    expect(appointmentIn(cancelled)).toMatchObject({ status: 'cancelled', cancelReason: 'I have a cold.' });
    expect((await slotsFrom(50))[0]).toEqual(first);
    expect((await staff('POST', '/appointments', wish(first?.start, 1))).status).toBe(201);
  });
});
