import type { Client } from './client.ts';
import type { Practice } from './clinic-practice.ts';
import type { Desk } from './desk.ts';
import { chapter, expect, say } from './narration.ts';

/** An appointment of the demo, with whom it is for. */
export interface Booked {
  readonly id: string;
  readonly patientId: string;
  readonly email: string;
  readonly start: string;
}

/** Forty patients who want the same half hour: one of them gets it, and the others hear which is free next. */
export async function raceForSlot(practice: Practice): Promise<Booked> {
  const { reception, doctorId, slots } = practice;
  chapter('Forty race for one slot');
  const [start = ''] = slots;
  const patients = await Promise.all(Array.from({ length: 40 }, (_, number) => registerPatient(reception, number)));
  const wishes = patients.map(({ id: patientId }) => ({ doctorId, patientId, start, reason: 'Cough' }));
  const answers = await Promise.all(wishes.map((wish) => reception.postOnce('/v1/appointments', wish)));
  const winners = answers.filter(({ status }) => status === 201);
  const losers = answers.filter(({ status, code }) => status === 409 && code === 'SLOT_TAKEN');
  say(
    `  ${winners.length} × 201, ${losers.length} × 409 SLOT_TAKEN, of which each names the next slot: ${losers[0]?.body.nextFree}`,
  );
  if (winners.length !== 1 || losers.length !== 39)
    throw new Error(
      `not exactly one of them got the slot: ${answers.map(({ status, code }) => code ?? status).join(', ')}`,
    );
  const { id, patientId } = winners[0]?.data ?? {};
  const { email = '' } = patients.find((each) => each.id === patientId) ?? {};
  return { id, patientId, email, start };
}

/** Moves an appointment, and refuses to move it where somebody is. */
export async function reschedule({ reception, doctorId, slots }: Practice, booked: Booked): Promise<Booked> {
  chapter('Rescheduled');
  const [, second = '', third = ''] = slots;
  const other = await registerPatient(reception, 40);
  const wish = { doctorId, patientId: other.id, start: second, reason: 'Check-up' };
  expect('somebody has the second slot', await reception.post('/v1/appointments', wish), 201);
  const path = `/v1/appointments/${booked.id}/reschedule`;
  expect('moved there', await reception.post(path, { start: second }), 409, 'SLOT_TAKEN');
  const { start } = expect('moved to the third', await reception.post(path, { start: third }), 200).data;
  say(`  it begins at ${start}`);
  return { ...booked, start };
}

/** Cancels an appointment, whose time is offered to who waits for it, and booked by the hold of the offer. */
export async function passOn(client: Client, { reception, doctorId }: Practice, booked: Booked): Promise<void> {
  chapter('Cancelled, and offered to who waits');
  const waiting = await registerPatient(reception, 41);
  const [from, to] = [booked.start, new Date(Date.parse(booked.start) + 60 * 60_000).toISOString()];
  const entry = { doctorId, patientId: waiting.id, from, to };
  expect('somebody waits for this hour', await reception.post('/v1/waiting-list', entry), 201);
  const cancelled = await reception.post(`/v1/appointments/${booked.id}/cancel`, { reason: 'Well again' });
  expect('the appointment is cancelled', cancelled, 200);
  const offered = await reception.listOnce(`/v1/waiting-list?patientId=${waiting.id}`, (entries) =>
    entries.some((each) => 'offer' in each),
  );
  const [{ offer }] = expect('the time is held for who waits', offered, 200).data;
  say(`  until ${offer.expiresAt}`);
  await client.subjectsOnce(waiting.email, /free|offer/i);
  const direct = { doctorId, patientId: booked.patientId, start: booked.start, reason: 'Cough' };
  expect('somebody else wants it', await reception.post('/v1/appointments', direct), 409, 'SLOT_TAKEN');
  const wish = { ...direct, patientId: waiting.id, start: offer.start, holdId: offer.holdId };
  expect('and who it is held for has it', await reception.post('/v1/appointments', wish), 201);
}

/** Tells which invitations the mailbox has. */
export async function tellInvitations(client: Client, booked: Booked): Promise<void> {
  chapter('Invitations in the mailbox');
  await client.subjectsOnce(booked.email, /cancel/i);
  const calendars = await client.calendarsTo(booked.email);
  for (const { method, content } of calendars) {
    const [uid, sequence, status] = ['UID', 'SEQUENCE', 'STATUS'].map((name) => lineOf(content, name));
    say(`  ${method.padEnd(8)} ${uid}  ${sequence}  ${status}`);
  }
  const said = calendars.map(({ method, content }) => [method, lineOf(content, 'SEQUENCE')].join(' '));
  if (said.join() !== 'REQUEST SEQUENCE:0,REQUEST SEQUENCE:1,CANCEL SEQUENCE:2')
    throw new Error(`the invitations are ${said.join(', ')}`);
}

/** Registers a patient of the demo by number. */
export async function registerPatient(reception: Desk, number: number): Promise<{ id: string; email: string }> {
  const email = `patient-${number}@example.com`;
  const patient = { name: `Patient ${number}`, email, phone: `+351912${String(345_000 + number)}` };
  const { status, code, data } = await reception.postOnce('/v1/patients', patient);
  if (status !== 201) throw new Error(`registering a patient answered ${status} ${code}`);
  return { id: data.id, email };
}

function lineOf(content: string, name: string): string {
  return content.split('\r\n').find((line) => line.startsWith(`${name}:`)) ?? '';
}
