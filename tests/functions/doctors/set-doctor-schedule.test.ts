import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/doctors/set-doctor-schedule.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import { aSchedule, changesDoctors, createDoctors, type Doctors, doctorsOf, memberOf } from '../../support/doctors.ts';
import { send } from '../../support/http.ts';
import { auditOf, callerOf, stackOf } from '../../support/people.ts';

let doctors: Doctors;

beforeEach(async () => {
  doctors = await createDoctors();
});

const set = (json: unknown) =>
  send(createHandler(doctors.services.profiles, stackOf(memberOf(doctors.grace))), {
    ...{ method: 'PUT', params: { doctorId: doctors.grace.id }, json },
  });
const [monday] = aSchedule.weekly;
const weekly = (...hours: object[]) => ({ ...aSchedule, weekly: hours.map((each) => ({ ...monday, ...each })) });
const pause = (from: string, to: string) => ({ from, to });

describe('PUT /v1/doctors/{doctorId}/schedule', () => {
  it('puts a schedule in the place of the one before, in the order of the week', async () => {
    const tuesday = { ...monday, day: 2, breaks: [pause('15:00', '15:15'), pause('10:00', '10:15')] };
    const lateMonday = { day: 1, from: '17:00', to: '24:00', breaks: [] };

    const { status, headers, json } = await set({ ...aSchedule, weekly: [tuesday, lateMonday, monday] });

    const breaks = tuesday.breaks.toReversed();
    expect([status, headers.etag]).toEqual([200, '"2"']);
    expect(json.data).toMatchObject({
      schedule: { ...aSchedule, weekly: [monday, lateMonday, { ...tuesday, breaks }] },
    });
    expect(doctors.doctorItem(doctors.grace)).toMatchObject({ wallTimesOf: northClinic });
    expect(doctors.database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(auditOf(doctors.database, 'doctor.schedule-changed')).toMatchObject([
      { details: { fields: ['bufferMinutes', 'horizonDays', 'minNoticeMinutes', 'slotMinutes', 'weekly'] } },
    ]);
  });

  it.each<[string, object, object]>([
    ['a time off the grid', weekly({ from: '08:03' }), { path: 'weekly.0.from' }],
    ['a time of fewer digits', weekly({ from: '8:00' }), { path: 'weekly.0.from' }],
    ['a time of fewer digits over others', weekly({}, { from: '8:00' }), { path: 'weekly.1.from' }],
    ['a break of fewer digits', weekly({ breaks: [pause('12:00', '9:15')] }), { path: 'weekly.0.breaks.0.to' }],
    [
      'hours that end before they begin',
      weekly({ from: '17:00', to: '08:00', breaks: [] }),
      { path: 'weekly.0.to', code: 'order' },
    ],
    [
      'hours that lie over others of the day',
      weekly({}, { from: '16:55', to: '20:00', breaks: [] }),
      { path: 'weekly', code: 'overlap' },
    ],
    ['a day of no week', weekly({ day: 8 }), { path: 'weekly.0.day' }],
    [
      'a break that begins before',
      weekly({ breaks: [pause('07:30', '08:30')] }),
      { path: 'weekly.0.breaks', code: 'outside_hours' },
    ],
    [
      'a break that ends after',
      weekly({ breaks: [pause('16:30', '17:30')] }),
      { path: 'weekly.0.breaks', code: 'outside_hours' },
    ],
    [
      'breaks that lie over each other',
      weekly({ breaks: [pause('12:00', '12:45'), pause('12:40', '13:00')] }),
      { path: 'weekly.0.breaks', code: 'overlap' },
    ],
    [
      'a break of no time',
      weekly({ breaks: [pause('12:00', '12:00')] }),
      { path: 'weekly.0.breaks.0.to', code: 'order' },
    ],
    ['slots of no time', { ...aSchedule, slotMinutes: 0 }, { path: 'slotMinutes' }],
    ['slots off the grid', { ...aSchedule, slotMinutes: 17 }, { path: 'slotMinutes' }],
    ['slots of more than four hours', { ...aSchedule, slotMinutes: 245 }, { path: 'slotMinutes' }],
    ['a buffer of more than two hours', { ...aSchedule, bufferMinutes: 125 }, { path: 'bufferMinutes' }],
    [
      'more than four hours with the buffer',
      { ...aSchedule, slotMinutes: 235, bufferMinutes: 10 },
      { path: 'bufferMinutes', code: 'too_big' },
    ],
    ['a notice of more than thirty days', { ...aSchedule, minNoticeMinutes: 43_201 }, { path: 'minNoticeMinutes' }],
    ['a notice of less than none', { ...aSchedule, minNoticeMinutes: -1 }, { path: 'minNoticeMinutes' }],
    ['a horizon of no day', { ...aSchedule, horizonDays: 0 }, { path: 'horizonDays' }],
    ['a horizon of more than a year', { ...aSchedule, horizonDays: 366 }, { path: 'horizonDays' }],
    ['what no schedule has', { ...aSchedule, timeZone: 'Europe/Berlin' }, { path: 'timeZone' }],
  ])('refuses %s', async (_, json, error) => {
    const answer = await set(json);

    expect([answer.status, answer.json.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.json.errors).toEqual([expect.objectContaining(error)]);
  });

  it.each<[string, object]>([
    ['hours that touch', weekly({ to: '12:00', breaks: [] }, { from: '12:00', breaks: [] })],
    ['the same hours of two days', weekly({}, { day: 2 })],
    ['breaks at either end', weekly({ breaks: [pause('08:00', '08:15'), pause('16:45', '17:00')] })],
    ['four hours with the buffer', { ...aSchedule, slotMinutes: 235, bufferMinutes: 5 }],
    ['no hours at all', { ...aSchedule, weekly: [] }],
  ])('takes %s', async (_, json) => {
    expect((await set(json)).status).toBe(200);
  });

  it('leaves extra hours, but for those by the wall clock of a clinic of before', async () => {
    const saturday = {
      ...{ id: '019a0000-0000-7000-8000-0000000ee001', date: '2026-03-14', from: '08:00', to: '12:00' },
    };
    doctors.plant(doctors.grace, { extraHours: [saturday], wallTimesOf: northClinic });

    const kept = (await set(aSchedule)).json.data;
    doctors.plant(doctors.grace, { wallTimesOf: southClinic });
    const lost = (await set(aSchedule)).json.data;

    expect([kept, lost]).toMatchObject([{ extraHours: [saturday] }, { extraHours: [] }]);
    expect(doctors.doctorItem(doctors.grace)).toMatchObject({ extraHours: [], wallTimesOf: northClinic });
  });

  it('is gone with a move to another clinic', async () => {
    await set(aSchedule);
    await doctors.people.administration.setRoles(
      callerOf(doctors.admin),
      { userId: doctors.grace.id },
      { roles: ['doctor'], clinicId: southClinic },
    );

    const { viewing } = doctors.services;
    expect(await viewing.get(memberOf(doctors.grace), doctors.grace.id)).not.toHaveProperty('schedule');
  });
});

describeAccess(
  trigger,
  (world) => createHandler(doctorsOf(world).profiles, world.stack),
  changesDoctors(200, { json: aSchedule }),
);
