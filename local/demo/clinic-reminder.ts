import { setTimeout as pause } from 'node:timers/promises';
import { toInstants, toWall } from '../../lib/zoned-time.ts';
import type { Client } from './client.ts';
import { registerPatient } from './clinic-day.ts';
import type { OpenClinic } from './clinic-opening.ts';
import type { Desk } from './desk.ts';
import { chapter, expect, say } from './narration.ts';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const zone = 'Europe/Lisbon';
const everyDay = [1, 2, 3, 4, 5, 6, 7].map((each) => ({ day: each, from: '00:00', to: '24:00' }));

/** Reminds of an appointment on the next day, and of none that was cancelled: the only chapter that waits for the clock. */
export async function remind(client: Client, admin: Desk, clinic: OpenClinic): Promise<void> {
  chapter('Reminders, a day before on the clinic’s wall');
  const { reception, doctor, id, doctorId } = clinic;
  expect('the clinic opens day and night', await admin.patch(`/v1/clinics/${id}`, { openingHours: everyDay }), 200);
  const pace = { slotMinutes: 5, bufferMinutes: 0, minNoticeMinutes: 0, horizonDays: 60 };
  const schedule = { weekly: everyDay.map((each) => ({ ...each, breaks: [] })), ...pace };
  expect('and so does the doctor', await doctor.put(`/v1/doctors/${doctorId}/schedule`, schedule), 200);
  const due = new Date(Math.ceil((Date.now() + 20 * second) / (5 * minute)) * 5 * minute);
  const [living, dead] = [await registerPatient(reception, 50), await registerPatient(reception, 51)];
  const book = async (patientId: string, start: Date) =>
    expect(
      `booked for ${start.toISOString()}`,
      await reception.post('/v1/appointments', { doctorId, patientId, start: start.toISOString(), reason: 'Check-up' }),
      201,
    ).data.id;
  const tomorrow = dayAfter(due);
  const cancelled = await book(dead.id, tomorrow);
  expect('and cancelled', await reception.post(`/v1/appointments/${cancelled}/cancel`, {}), 200);
  await book(living.id, tomorrow);
  await waitUntil(due);
  await client.subjectsOnce(living.email, /tomorrow|reminder/i);
  const subjects = await client.subjectsOnce(dead.email, /cancel/i);
  if (subjects.some((subject) => /tomorrow|reminder/i.test(subject))) throw new Error('the dead one was reminded of');
  say(`  reminded: ${living.email}; of what was cancelled: nobody`);
}

/** The same time on the wall, on the next day. */
function dayAfter(instant: Date): Date {
  const { time } = toWall(instant, zone);
  const { date } = toWall(new Date(instant.getTime() + day), zone);
  const [start] = toInstants({ date, time }, zone);
  return start ?? new Date(instant.getTime() + day);
}

async function waitUntil(due: Date): Promise<void> {
  say(`  the reminder is due at ${due.toISOString()}`);
  for (let left = due.getTime() - Date.now(); left > 0; left = due.getTime() - Date.now()) {
    say(`    in ${Math.ceil(left / second)} s …`);
    await pause(Math.min(left, 30 * second));
  }
}
