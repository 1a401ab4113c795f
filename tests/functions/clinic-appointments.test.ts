import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createAddClosure } from '../../functions/clinics/add-closure.ts';
import { createHandler as createDeleteClinic } from '../../functions/clinics/delete-clinic.ts';
import { createHandler as createUpdateClinic } from '../../functions/clinics/update-clinic.ts';
import { createHandler as createAddTimeOff } from '../../functions/doctors/add-time-off.ts';
import { minute } from '../../lib/clock.ts';
import { createIdempotencyRecords } from '../../lib/idempotency/records.ts';
import {
  type Appointments,
  aDoctor,
  createAppointments,
  everyDay,
  mondayAtNine,
  plantDoctor,
} from '../support/appointments.ts';
import { type Clinics, clinicItem, clinicsOn, northClinic } from '../support/clinics.ts';
import { doctorServices } from '../support/doctors.ts';
import { send } from '../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../support/memory-database.ts';
import { memberOf } from '../support/patients.ts';
import { resetCalls, stackOf } from '../support/people.ts';

const admin = memberOf('admin');
const otherDoctor = '019a0000-0000-7000-8000-0000000000d2';
/** Every day until midnight. */
const lateHours = { ...everyDay, weekly: everyDay.weekly.map((hours) => ({ ...hours, to: '24:00' })) };
const always = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }));
const key = { 'idempotency-key': '019a0000-0000-7000-8000-00000000aaaa' };

let database: MemoryDatabase;
let appointments: Appointments;
let clinics: Clinics;
let ids: string[];

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  clinics = clinicsOn(appointments);
  database.plant('clinic', {
    ...clinicItem(database, northClinic),
    pk: 'CLINICS',
    sk: `CLINIC#${northClinic}`,
    openingHours: always,
  });
  plantDoctor(database, { id: otherDoctor });
  ids = [];
  for (let number = 0; number < 3; number++) ids.push((await appointments.patients.register()).id);
});

const book = async (start: string, doctorId = aDoctor, patient = 0) =>
  (await appointments.book({ patientId: String(ids[patient]), doctorId, start })).id;
const stack = () => ({ ...stackOf(admin), idempotencyRecords: createIdempotencyRecords(appointments) });
const ofClinic = { params: { clinicId: northClinic } };

/** The appointments that an answer names, and those that lie outside of the hours. */
const conflictsOf = ({ json }: Answer) => (json.data as { conflicts: string[] }).conflicts;
const outsideOf = ({ json }: Answer) => (json.meta as { outsideHours: string[] }).outsideHours;
type Answer = Pick<Awaited<ReturnType<typeof send>>, 'json'>;

const close = (from: string, to = from, headers = {}) =>
  send(createAddClosure(clinics.closures, stack()), {
    ...{ ...ofClinic, method: 'POST', headers, json: { from, to, reason: 'Flood' } },
  });
const goAway = (from: string, to: string, headers = {}) =>
  send(createAddTimeOff(doctorServices(appointments).timesOff, stack()), {
    ...{ params: { doctorId: aDoctor }, method: 'POST', headers, json: { from, to, reason: 'Conference' } },
  });
const change = (json: object) =>
  send(createUpdateClinic(clinics.hours, stack()), { ...ofClinic, method: 'PATCH', json });
const remove = () => send(createDeleteClinic(clinics.service, stack()), { ...ofClinic, method: 'DELETE' });

/** Does something in the moment in which a change of the clinic or the doctor is stored. */
function inThatMoment(work: () => Promise<unknown>): void {
  database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    delete database.hooks.before;
    await work();
  };
}

describe('a closure', () => {
  it('names what is booked on its days with any doctor, by the calendar of the clinic, which stays booked', async () => {
    // New York is four hours behind: its 16 March ends at four in the morning of the 17th in UTC.
    plantDoctor(database, { id: otherDoctor, schedule: lateHours });
    const before = await book('2026-03-15T21:30:00.000Z');
    const [one, late] = [await book(mondayAtNine), await book('2026-03-17T03:30:00.000Z', otherDoctor)];
    const after = await book('2026-03-17T12:00:00.000Z');

    const { status, json } = await close('2026-03-16');

    expect([status, conflictsOf({ json }).sort()]).toEqual([201, [one, late].sort()]);
    for (const id of [before, one, late, after])
      expect(await appointments.viewing.get(admin, id)).toMatchObject({ status: 'booked' });
  });

  it('names nothing that is cancelled, over, or came to an end early', async () => {
    const [cancelled, missed] = [await book(mondayAtNine), await book(mondayAtNine, otherDoctor, 1)];
    await appointments.transitions.cancel(admin, cancelled, {});
    await appointments.transitions.miss(admin, missed);
    await book('2026-03-10T12:00:00.000Z');
    appointments.patients.clock.advance(25 * 60 * 60);

    expect(conflictsOf(await close('2026-03-10', '2026-03-16'))).toEqual([]);
  });

  it('names what is booked in the moment in which it is stored, where nothing is booked any more', async () => {
    let booked: string | undefined;
    inThatMoment(async () => {
      booked = await book(mondayAtNine);
    });

    expect(conflictsOf(await close('2026-03-16'))).toEqual([booked]);
    await expect(book(mondayAtNine, aDoctor, 1)).rejects.toMatchObject({ code: 'SLOT_UNAVAILABLE' });
  });

  it('answers a repeated request with what was known as it was stored', async () => {
    const id = await book(mondayAtNine);
    const answers = [await close('2026-03-16', '2026-03-16', key), await close('2026-03-16', '2026-03-16', key)];

    expect(answers.map(conflictsOf)).toEqual([[id], [id]]);
  });

  it('can last to the end of all dates', async () => {
    const id = await book(mondayAtNine);

    expect(conflictsOf(await close('0001-01-01', '9999-12-31'))).toEqual([id]);
  });
});

describe('time off', () => {
  it('names what of the doctor lies within it in whole or in part, and stays booked', async () => {
    const [first, second] = [await book(mondayAtNine), await book('2026-03-16T13:30:00.000Z')];
    await book('2026-03-16T14:00:00.000Z');
    await book(mondayAtNine, otherDoctor, 1);

    const { status, json } = await goAway('2026-03-16T13:29:59.999Z', '2026-03-16T14:00:00.000Z');

    expect([status, conflictsOf({ json })]).toEqual([201, [first, second]]);
    expect(await appointments.viewing.get(admin, first)).toMatchObject({ status: 'booked' });
  });

  it('names nothing that ends where it begins, nor where it begins with one that nobody came to', async () => {
    await book(mondayAtNine);
    const missed = await book('2026-03-16T13:30:00.000Z', aDoctor, 1);
    await appointments.transitions.miss(admin, missed);

    expect(conflictsOf(await goAway('2026-03-16T13:30:00.000Z', '2026-03-16T14:00:00.000Z'))).toEqual([]);
  });

  it('names what is booked in the moment in which it is stored, where nothing is booked any more', async () => {
    let booked: string | undefined;
    inThatMoment(async () => {
      booked = await book(mondayAtNine);
    });

    const { json } = await goAway('2026-03-16T04:00:00.000Z', '2026-03-17T04:00:00.000Z');

    expect(conflictsOf({ json })).toEqual([booked]);
    await expect(book(mondayAtNine, aDoctor, 1)).rejects.toMatchObject({ code: 'SLOT_UNAVAILABLE' });
  });

  it('answers a repeated request with what was known as it was stored', async () => {
    const id = await book(mondayAtNine);
    const ask = () => goAway('2026-03-16T04:00:00.000Z', '2026-03-17T04:00:00.000Z', key);

    expect([conflictsOf(await ask()), conflictsOf(await ask())]).toEqual([[id], [id]]);
  });
});

describe('the hours of a clinic', () => {
  it('move no appointment, and name those that lie outside of them from then on, by their times', async () => {
    const late = await book('2026-03-16T21:00:00.000Z', otherDoctor);
    const [early, fits] = [await book(mondayAtNine), await book('2026-03-16T14:00:00.000Z', aDoctor, 1)];
    const hours = [{ day: 1, from: '09:15', to: '17:00' }];

    const { status, json } = await change({ openingHours: hours });

    expect([status, json.meta]).toEqual([200, { outsideHours: [early, late] }]);
    expect(json.data).toMatchObject({ openingHours: hours });
    expect(await appointments.viewing.get(admin, early)).toMatchObject({ status: 'booked', start: mondayAtNine });
    expect((await change({ openingHours: null })).json.meta).toEqual({ outsideHours: [early, fits, late] });
  });

  it('are those of the new zone where this is changed', async () => {
    const [early] = [await book('2026-03-16T12:00:00.000Z'), await book('2026-03-16T20:00:00.000Z')];
    expect(outsideOf(await change({ openingHours: [{ day: 1, from: '08:00', to: '18:00' }] }))).toEqual([]);

    // Eight in New York is seven in Chicago.
    expect((await change({ timeZone: 'America/Chicago' })).json.meta).toEqual({ outsideHours: [early] });
    expect(await appointments.viewing.get(admin, early)).toMatchObject({ start: '2026-03-16T12:00:00.000Z' });
  });

  it('leave out what is over', async () => {
    await book('2026-03-10T12:00:00.000Z');
    const id = await book(mondayAtNine);
    appointments.patients.clock.advance(25 * 60 * 60);

    expect((await change({ openingHours: [] })).json.meta).toEqual({ outsideHours: [id] });
  });

  it('are none on the days of a closure', async () => {
    const id = await book(mondayAtNine);
    await close('2026-03-16');

    expect((await change({ timeZone: 'America/New_York' })).json.meta).toEqual({ outsideHours: [id] });
  });

  it('name the first hundred', async () => {
    for (const day of ['16', '17', '18', '19', '20', '21'])
      for (let slot = 0; slot < 20; slot++)
        await book(new Date(Date.parse(`2026-03-${day}T12:00:00.000Z`) + slot * 30 * minute).toISOString());

    const { json } = await change({ openingHours: [] });

    expect(outsideOf({ json })).toHaveLength(100);
    expect(await appointments.viewing.get(admin, String(outsideOf({ json })[99]))).toMatchObject({
      start: '2026-03-20T21:30:00.000Z',
    });
  }, 30_000);

  it('are looked at for nothing but hours and zone', async () => {
    await book(mondayAtNine);
    resetCalls(database);

    expect((await change({ name: 'Uptown' })).json.meta).toEqual({ outsideHours: [] });
    expect(database.calls).toMatchObject({ get: 1, query: 0 });
    await change({ openingHours: [] });
    // The doctors who were ever booked there, and the days of the one.
    expect(database.calls.query).toBe(2);
  });

  it('know what is booked in the moment in which they are stored', async () => {
    let booked: string | undefined;
    inThatMoment(async () => {
      booked = await book(mondayAtNine);
    });

    expect(outsideOf(await change({ openingHours: [] }))).toEqual([booked]);
  });
});

describe('a clinic that is to be deleted', () => {
  it('tells of the appointments to come beside the patients who hold it', async () => {
    await book(mondayAtNine);
    await book(mondayAtNine, otherDoctor, 1);

    const { status, json } = await remove();

    expect([status, json.code, json.heldBy]).toEqual([409, 'CLINIC_IN_USE', { patients: 3, appointments: 2 }]);
    expect(clinicItem(database, northClinic)).toBeDefined();
  });

  it('tells of none where all are over', async () => {
    await book('2026-03-10T12:00:00.000Z');
    appointments.patients.clock.advance(25 * 60 * 60);

    expect((await remove()).json.heldBy).toEqual({ patients: 3 });
  });
});
