import { invited, logIn, password } from './accounts.ts';
import type { Client } from './client.ts';
import { createDesk, type Desk } from './desk.ts';
import { chapter, expect, say } from './narration.ts';

/** A clinic that has opened, with who works there. */
export interface OpenClinic {
  readonly id: string;
  readonly doctorId: string;
  readonly doctor: Desk;
  readonly reception: Desk;
}

/** Opens a clinic: hours, a closure, a doctor with a schedule, and somebody at the reception. */
export async function openClinic(client: Client, admin: Desk): Promise<OpenClinic> {
  const id = await makeClinic(admin);
  const { id: doctorId, desk: doctor } = await inviteDoctor(client, admin, id);
  await planWeek(doctor, doctorId);
  chapter('Somebody at the reception');
  const { desk: reception } = await invite(client, admin, { ...receptionist, clinicId: id });
  return { id, doctorId, doctor, reception };
}

interface Invitee {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly clinicId: string;
}

const drRivers = { email: 'rosa.rivers@example.com', name: 'Rosa Rivers', roles: ['doctor'] };
const receptionist = { email: 'rui.desk@example.com', name: 'Rui Desk', roles: ['staff'] };

async function makeClinic(admin: Desk): Promise<string> {
  chapter('A clinic');
  const openingHours = [1, 2, 3, 4, 5].map((day) => ({ day, from: '08:00', to: '18:00' }));
  const clinic = { name: 'Riverside', timeZone: 'europe/lisbon', openingHours };
  const overnight = [{ day: 1, from: '18:00', to: '08:00' }];
  const backwards = await admin.post('/v1/clinics', { ...clinic, openingHours: overnight });
  expect('hours that end before they begin', backwards, 400, 'VALIDATION_FAILED');
  const { id, timeZone } = expect('POST /v1/clinics', await admin.post('/v1/clinics', clinic), 201).data;
  say(`  its zone is ${timeZone}, as the table of zones spells it`);
  const holidays = { from: '2030-12-24', to: '2030-12-26', reason: 'Christmas' };
  const { closure } = expect(
    'closed over Christmas',
    await admin.post(`/v1/clinics/${id}/closures`, holidays),
    201,
  ).data;
  say(`  from ${closure.from} to ${closure.to}`);
  return id;
}

async function inviteDoctor(client: Client, admin: Desk, clinicId: string) {
  chapter('A doctor, from the day of the role');
  const { id, desk } = await invite(client, admin, { ...drRivers, clinicId });
  const list = await admin.listOnce(`/v1/doctors?clinicId=${clinicId}`, (doctors) => doctors.length > 0);
  const [listed] = expect('GET /v1/doctors?clinicId=…', list, 200).data;
  if (listed.id !== id || listed.schedule) throw new Error('another doctor is listed, or one with a schedule');
  say(`  ${listed.name} is listed before anything is said of her`);
  return { id, desk };
}

/** Invites somebody, who accepts and signs in. */
async function invite(client: Client, admin: Desk, person: Invitee) {
  const { id } = expect(`an admin invites ${person.name}`, await admin.post('/v1/users', person), 201).data;
  const token = await client.tokenOf(person.email, invited);
  expect('who accepts', await client.send('/v1/auth/reset-password', { data: { token, password } }), 204);
  const { accessToken } = expect('and signs in', await logIn(client, person.email), 200).data;
  return { id: id as string, desk: createDesk(client, accessToken) };
}

async function planWeek(doctor: Desk, doctorId: string): Promise<void> {
  const weekly = [1, 2, 4].map((day) => ({
    day,
    from: '09:00',
    to: '16:00',
    breaks: [{ from: '12:00', to: '13:00' }],
  }));
  const schedule = { weekly, slotMinutes: 30, bufferMinutes: 5, minNoticeMinutes: 120, horizonDays: 60 };
  const profile = { specialities: ['Family medicine', 'Paediatrics'] };
  expect('she says what she does', await doctor.put(`/v1/doctors/${doctorId}/profile`, profile), 200);
  const put = (data: object) => doctor.put(`/v1/doctors/${doctorId}/schedule`, data);
  expect('slots of 32 minutes', await put({ ...schedule, slotMinutes: 32 }), 400, 'VALIDATION_FAILED');
  expect('three days a week, half an hour each', await put(schedule), 200);
  const found = await doctor.listOnce('/v1/doctors?speciality=paediatrics', (doctors) =>
    doctors.some(({ id }) => id === doctorId),
  );
  expect('GET /v1/doctors?speciality=paediatrics', found, 200);
}
