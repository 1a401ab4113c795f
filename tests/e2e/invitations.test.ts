import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { day } from '../../lib/clock.ts';
import type { Appointment } from '../../lib/domains/clinic/appointments/schema.ts';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import { createClients } from '../../local/clients.ts';
import { type ReadInvitation, readByIcalJs, readByNodeIcal } from '../support/calendar-readers.ts';
import { eventually, type HttpAnswer, mailsTo, request } from '../support/client.ts';
import { hasten, tick } from './hasten.ts';
import { apiUrl, logIn, mailboxUrl, newAddress, register, settings, tokensOf } from './running.ts';

const clinicId = '019a0000-0000-7000-8000-00000000c001';
const schedule = {
  weekly: [1, 2, 3, 4, 5].map((weekday) => ({ day: weekday, from: '08:00', to: '18:00', breaks: [] })),
  ...{ slotMinutes: 30, bufferMinutes: 0, minNoticeMinutes: 120, horizonDays: 90 },
};
const clients = createClients(settings.endpoints);
const dynamoDb = DynamoDBDocumentClient.from(clients.dynamoDb);

type Call = (method: string, path: string, data?: unknown) => Promise<HttpAnswer>;

let staff: Call;
let doctorId: string;
let patientId: string;
let address: string;

/** Half past three in UTC, when the clinic is open all year, of the next weekday that is ten days ahead, and half an hour later. */
const starts = [0, 30].map((minutes) => {
  const ahead = new Date(Date.now() + 10 * day);
  ahead.setUTCHours(15, 30 + minutes, 0, 0);
  const weekend: Readonly<Record<number, number>> = { 6: 2, 0: 1 };
  return new Date(ahead.getTime() + (weekend[ahead.getUTCDay()] ?? 0) * day).toISOString();
});

async function signedIn(email: string): Promise<Call> {
  const { accessToken } = tokensOf(await logIn(email, { password: seededPassword }));
  const headers = { authorization: `Bearer ${accessToken}` };
  return (method, path, data) =>
    request(`${apiUrl}/v1${path}`, { method, headers, ...(data !== undefined && { data }) });
}

beforeAll(async () => {
  const admin = await signedIn('admin@polyclinic.test');
  staff = await signedIn('staff@polyclinic.test');
  doctorId = ((await register(newAddress(), { name: 'Grace Hopper' })).json.data as { id: string }).id;
  await admin('PUT', `/users/${doctorId}/roles`, { roles: ['doctor'], clinicId });
  await admin('PUT', `/doctors/${doctorId}/schedule`, schedule);
  address = newAddress();
  const patient = { name: 'Ada "Countess" Lovelace, née Byron', email: address, phone: '(212) 555-0123' };
  patientId = ((await staff('POST', '/patients', patient)).json.data as { id: string }).id;
});

afterAll(() => dynamoDb.destroy());

const book = async () => {
  const wish = { doctorId, patientId, start: starts[0], reason: 'Chest pain' };
  return (await staff('POST', '/appointments', wish)).json.data as Appointment;
};

/** The mail with a subject about an appointment, to which its link leads. */
const mailAbout = ({ id }: Appointment, subject: string) =>
  eventually(`“${subject}”`, async () =>
    (await mailsTo(mailboxUrl, address)).find((mail) => mail.subject === subject && mail.text.includes(id)),
  );

/** The invitation in a mail, which both readers understand alike. */
async function invitationIn(appointment: Appointment, subject: string): Promise<ReadInvitation> {
  const { calendar } = await mailAbout(appointment, subject);
  const read = readByIcalJs(calendar?.content ?? '');
  expect(readByNodeIcal(calendar?.content ?? '')).toEqual(read);
  expect(read.method).toBe(calendar?.method);
  return read;
}

describe('a patient', () => {
  it('is invited to what is booked, again to what is moved, and off what is cancelled', async () => {
    const booked = await book();
    const first = await invitationIn(booked, 'Your appointment is booked');
    const moved = (await staff('POST', `/appointments/${booked.id}/reschedule`, { start: starts[1] })).json
      .data as Appointment;
    const second = await invitationIn(moved, 'Your appointment has a new time');
    await staff('POST', `/appointments/${booked.id}/cancel`, { reason: 'Well again' });
    const last = await invitationIn(booked, 'Your appointment is cancelled');

    const attendee = { name: 'Ada "Countess" Lovelace, née Byron', address };
    expect(first).toMatchObject({ attendee, sequence: 0, status: 'CONFIRMED', start: new Date(booked.start) });
    expect(second).toMatchObject({ attendee, sequence: 1, status: 'CONFIRMED', start: new Date(moved.start) });
    expect(last).toMatchObject({ attendee, sequence: 2, status: 'CANCELLED', start: new Date(moved.start) });
    expect([second.uid, last.uid]).toEqual([first.uid, first.uid]);
    expect(first.stamp < second.stamp && second.stamp < last.stamp).toBe(true);
    const told = JSON.stringify(await mailsTo(mailboxUrl, address));
    expect(told).not.toMatch(/Chest pain|Well again/);
  });

  it('is reminded, and takes the invitation from the API as well', async () => {
    const booked = await book();
    await hasten(dynamoDb, { type: 'appointment.reminder-due', id: `${booked.id}#0` });

    await eventually('the reminder', async () => {
      await tick();
      const mails = await mailsTo(mailboxUrl, address);
      return mails.find(({ subject, text }) => /reminder/.test(subject) && text.includes(booked.id));
    });
    const { text } = await staff('GET', `/appointments/${booked.id}/calendar`);

    expect(text).toBe((await mailAbout(booked, 'Your appointment is booked')).calendar?.content);
    const reminders = (await mailsTo(mailboxUrl, address)).filter(({ subject }) => /reminder/.test(subject));
    expect(reminders).toHaveLength(1);
  });
});
