import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMailSources } from '../../../../../lib/domains/clinic/appointments/mail-sources.ts';
import type { MailSources } from '../../../../../lib/domains/clinic/mails/mail-sources.ts';
import { setPreferences } from '../../../../../lib/domains/identity/users/preference-repository.ts';
import { usualPreferences } from '../../../../../lib/domains/identity/users/preferences.ts';
import { createMails } from '../../../../../lib/domains/mails.ts';
import type { Mail } from '../../../../../lib/mail/transport.ts';
import {
  type Appointments,
  aDoctor,
  createAppointments,
  mondayAtNine,
  plantDoctor,
} from '../../../../support/appointments.ts';
import { readByIcalJs, readByNodeIcal } from '../../../../support/calendar-readers.ts';
import { clinicItem, northClinic } from '../../../../support/clinics.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { linkTo, memberOf } from '../../../../support/patients.ts';
import { resetCalls } from '../../../../support/people.ts';
import { parseMailEvent } from '../../../mail/build-event.ts';
import { buildSources } from '../../../mail/sources.ts';

const staff = memberOf('staff');
const tuesdayAtTen = '2026-03-17T14:00:00.000Z';
const account = memberOf('user').userId;

let database: MemoryDatabase;
let appointments: Appointments;
let sources: MailSources;
let grace: { readonly id: string; readonly name: string; readonly email: string };

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  sources = {
    ...createMailSources({ ...appointments, sender: () => 'no-reply@polyclinic.test' }),
    clientUrl: () => 'https://client.test',
  };
  grace = await appointments.patients.register({ name: 'Grace Hopper', email: 'grace@example.test' });
});

/** The newest event of a type, as it lies in the queue. */
function told(type: string) {
  const events = database.itemsOf('events').map(({ event }) => event as { readonly type: string });
  return parseMailEvent(events.findLast((event) => event.type === type));
}

/** The mail about the newest event of a type; undefined where there is nobody to write to. */
async function mailAbout(event: ReturnType<typeof told>, clinic = sources): Promise<Mail | undefined> {
  const mail = createMails({ identity: buildSources(), clinic }).find(({ event: { type } }) => type === event.type);
  const recipient = await mail?.findRecipient(event);
  return recipient && mail?.write(event, recipient);
}

const calendarOf = (mail: Mail | undefined) => readByIcalJs(mail?.calendar?.content ?? '');
const move = (id: string, start = tuesdayAtTen) => appointments.rescheduling.reschedule(staff, id, { start });
const cancel = (id: string) => appointments.transitions.cancel(staff, id, { reason: 'Well again' });

describe('the mail about an appointment that is booked', () => {
  it('tells the patient what, where and when, by the clock on the clinic’s wall', async () => {
    const { id } = await appointments.book({ patientId: grace.id });

    const mail = await mailAbout(told('appointment.booked'));

    expect(mail?.to).toEqual({ name: 'Grace Hopper', address: 'grace@example.test' });
    expect(mail?.subject).toBe('Your appointment is booked');
    expect(mail?.text).toMatch(/^Hello Grace Hopper,\n/);
    expect(mail?.text).toContain('\nWhat: Appointment with Dr Ada Lovelace\n');
    expect(mail?.text).toContain('\nWhere: North\n');
    expect(mail?.text).toContain('\nWhen: 16 March 2026 at 09:00 UTC−4\n');
    expect(mail?.text).toContain(`\nhttps://client.test/appointments/${id}\n`);
  });

  it.each([
    ['ical.js', readByIcalJs],
    ['node-ical', readByNodeIcal],
  ])('invites the calendar of the patient, in the name of the clinic: as %s reads it', async (_, readBy) => {
    const { id } = await appointments.book({ patientId: grace.id });

    const mail = await mailAbout(told('appointment.booked'));

    expect(mail?.calendar?.method).toBe('REQUEST');
    expect(readBy(mail?.calendar?.content ?? '')).toEqual({
      ...{ method: 'REQUEST', uid: `${id}@polyclinic.test`, sequence: 0, status: 'CONFIRMED' },
      ...{ stamp: new Date('2026-03-09T12:00:01Z'), start: new Date(mondayAtNine) },
      ...{ end: new Date('2026-03-16T13:30:00Z'), alarmAt: new Date('2026-03-15T13:00:00Z') },
      ...{ summary: 'Appointment with Dr Ada Lovelace', description: '', location: 'North', url: '' },
      organizer: { name: 'North', address: 'no-reply@polyclinic.test' },
      attendee: { name: 'Grace Hopper', address: 'grace@example.test' },
    });
  });

  it('tells neither why the patient comes nor what the doctor is good at', async () => {
    plantDoctor(database, { specialty: 'Oncology' } as object);
    await appointments.book({ patientId: grace.id, reason: 'Chest pain' });

    const mail = await mailAbout(told('appointment.booked'));

    expect(JSON.stringify(mail)).not.toMatch(/Chest pain|Oncology|Well again/);
    expect(mail).toBeDefined();
  });

  it('tells the time by the zone by which it was booked, whatever the clinic says by now', async () => {
    await appointments.book({ patientId: grace.id });
    const clinic = clinicItem(database, northClinic) ?? { pk: '', sk: '' };
    database.plant('clinic', { ...clinic, timeZone: 'America/Chicago' });

    const mail = await mailAbout(told('appointment.booked'));

    expect(mail?.text).toContain('\nWhen: 16 March 2026 at 09:00 UTC−4\n');
  });

  it('has no alarm where it is booked less than a day ahead', async () => {
    appointments.clock.advance(6.5 * 86_400);
    await appointments.book({ patientId: grace.id });

    expect(calendarOf(await mailAbout(told('appointment.booked')))).not.toHaveProperty('alarmAt');
  });

  it('is in the language of the account that is linked to the patient, with dates by its locale', async () => {
    await linkTo(appointments.patients, grace.id, account);
    const preferences = { ...usualPreferences, locale: 'de-AT' };
    await appointments.commit([setPreferences({ userId: account, version: 0 }, preferences)]);
    await appointments.book({ patientId: grace.id });

    const mail = await mailAbout(told('appointment.booked'));

    expect(mail?.subject).toBe('Ihr Termin ist gebucht');
    expect(mail?.text).toContain('Was: Arzttermin bei Ada Lovelace\n');
    expect(mail?.text).toContain('Wann: 16. März 2026 um 09:00\u00a0Uhr UTC−4\n');
    expect(calendarOf(mail).summary).toBe('Arzttermin bei Ada Lovelace');
  });

  it('leaves out the name of a doctor that reads like a link', async () => {
    plantDoctor(database, { name: 'see evil.test/x' });
    await appointments.book({ patientId: grace.id });

    const mail = await mailAbout(told('appointment.booked'));

    expect(mail?.text).toContain('\nWhat: Appointment with your doctor\n');
    expect(JSON.stringify(mail)).not.toContain('evil');
  });

  it('is read for by six calls, and opens nothing that is sealed', async () => {
    await appointments.book({ patientId: grace.id });
    const event = told('appointment.booked');
    const opened = appointments.patients.keys.rootKey.opened;
    resetCalls(database);

    await mailAbout(event);

    expect(database.calls).toMatchObject({ get: 5, batchGet: 0, query: 0, write: 0, transact: 0 });
    expect(appointments.patients.keys.rootKey.opened).toBe(opened);
  });
});

describe('the mail about an appointment that is moved', () => {
  it('tells the new time, in a later invitation to the same event', async () => {
    const { id } = await appointments.book({ patientId: grace.id });
    const before = calendarOf(await mailAbout(told('appointment.booked')));
    await move(id);

    const mail = await mailAbout(told('appointment.rescheduled'));
    const after = calendarOf(mail);

    expect(mail?.subject).toBe('Your appointment has a new time');
    expect(mail?.text).toContain('\nWhen: 17 March 2026 at 10:00 UTC−4\n');
    expect(after).toMatchObject({ method: 'REQUEST', uid: before.uid, sequence: 1, start: new Date(tuesdayAtTen) });
    expect(after.stamp.getTime()).toBeGreaterThan(before.stamp.getTime());
    expect(after.alarmAt).toEqual(new Date('2026-03-16T14:00:00Z'));
  });
});

describe('the mail about an appointment that is cancelled', () => {
  it('takes it out of the calendar of the patient', async () => {
    const { id } = await appointments.book({ patientId: grace.id });
    await move(id);
    const before = calendarOf(await mailAbout(told('appointment.rescheduled')));
    await cancel(id);

    const mail = await mailAbout(told('appointment.cancelled'));
    const after = calendarOf(mail);

    expect(mail?.subject).toBe('Your appointment is cancelled');
    expect(mail?.calendar?.method).toBe('CANCEL');
    const { start, end, organizer, attendee, uid } = before;
    expect(after).toMatchObject({ start, end, organizer, attendee, uid, status: 'CANCELLED', sequence: 2 });
    expect(after.stamp.getTime()).toBeGreaterThan(before.stamp.getTime());
    expect(after).not.toHaveProperty('alarmAt');
  });
});

describe('no mail', () => {
  it.each([
    ['is moved', 'appointment.booked', (id: string) => move(id)],
    ['is cancelled', 'appointment.booked', (id: string) => cancel(id)],
    [
      'has begun, for whom the patient is there',
      'appointment.booked',
      (id: string) => appointments.transitions.checkIn(staff, id),
    ],
    ['is moved back', 'appointment.rescheduled', (id: string) => move(id, mondayAtNine)],
    ['is cancelled after it was moved', 'appointment.rescheduled', (id: string) => cancel(id)],
  ])('tells of an appointment as it was before it %s', async (_, type, change) => {
    const { id } = await appointments.book({ patientId: grace.id });
    if (type === 'appointment.rescheduled') await move(id);
    const event = told(type);
    await change(id);

    await expect(mailAbout(event)).rejects.toMatchObject({ name: 'Drop', code: 'SUPERSEDED' });
  });

  it('tells of an appointment that is moved after its patient was found', async () => {
    const { id } = await appointments.book({ patientId: grace.id });
    const slow: MailSources = {
      ...sources,
      async findPatientOf(...asked) {
        const found = await sources.findPatientOf(...asked);
        await move(id);
        return found;
      },
    };

    await expect(mailAbout(told('appointment.booked'), slow)).rejects.toMatchObject({ code: 'SUPERSEDED' });
  });

  it('goes to a patient who is deleted', async () => {
    const { id } = await appointments.book({ patientId: grace.id });
    await cancel(id);
    await appointments.patients.deletions.delete(staff, { patientId: grace.id });

    expect(await mailAbout(told('appointment.cancelled'))).toBeUndefined();
  });
});

describe('the mail that reminds of an appointment', () => {
  const reminder = async () => {
    const { id } = await appointments.book({ patientId: grace.id });
    const { patientId, doctorId, clinicId } = { patientId: grace.id, doctorId: aDoctor, clinicId: staff.clinicId };
    const data = { appointmentId: id, sequence: 0, patientId, doctorId, clinicId };
    return parseMailEvent({ ...told('appointment.booked'), type: 'appointment.reminded', data });
  };

  it('tells what, where and when once more, and the calendar nothing new', async () => {
    const mail = await mailAbout(await reminder());

    expect(mail?.subject).toBe('A reminder of your appointment');
    expect(mail?.text).toContain('\nWhen: 16 March 2026 at 09:00 UTC−4\n');
    expect(mail).not.toHaveProperty('calendar');
  });

  it('is not written once the appointment has begun, or is cancelled', async () => {
    const event = await reminder();
    const { appointmentId } = event.data as { readonly appointmentId: string };
    appointments.clock.advance(7 * 86_400 + 3_600);

    await expect(mailAbout(event)).rejects.toMatchObject({ code: 'SUPERSEDED' });
    appointments.clock.advance(-7 * 86_400);
    await cancel(appointmentId);
    await expect(mailAbout(event)).rejects.toMatchObject({ code: 'SUPERSEDED' });
  });
});
