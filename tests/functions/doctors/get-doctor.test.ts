import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/doctors/get-doctor.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import {
  aSchedule,
  createDoctors,
  type Doctors,
  doctorsOf,
  machineOf,
  memberOf,
  readsDoctors,
  somebody,
  staffOf,
} from '../../support/doctors.ts';
import { send } from '../../support/http.ts';
import { auditOf, callerOf, machineWith, stackOf } from '../../support/people.ts';

const nobody = '019a0000-0000-7000-8000-00000000ffff';
const conference = {
  ...{ id: '019a0000-0000-7000-8000-0000000ff001', reason: 'Conference' },
  ...{ from: '2026-03-16T07:00:00.000Z', to: '2026-03-20T17:00:00.000Z' },
};
const saturday = { id: '019a0000-0000-7000-8000-0000000ee001', date: '2026-03-14', from: '08:00', to: '12:00' };

let doctors: Doctors;

beforeEach(async () => {
  doctors = await createDoctors();
});

async function get(caller: Caller, doctorId = doctors.grace.id, headers = {}) {
  const stack = stackOf(caller);
  const answer = await send(createHandler(doctors.services.viewing, stack), { params: { doctorId }, headers });
  return { ...answer, refusals: stack.refusals };
}

function plantTimes(): void {
  const wallTimes = { schedule: aSchedule, extraHours: [saturday], wallTimesOf: northClinic };
  doctors.plant(doctors.grace, { specialities: ['Cardiology'], timeOff: [conference], ...wallTimes });
}

describe('GET /v1/doctors/{doctorId}', () => {
  it('shows a doctor from the day of the role, by one read and nothing on record', async () => {
    const answer = await get(somebody);

    const { id, name, clinicId, createdAt, updatedAt } = doctors.grace;
    expect(answer.status).toBe(200);
    expect(answer.json.data).toEqual({ id, name, clinicId, specialities: [], createdAt, updatedAt });
    expect(answer.headers.etag).toBe('"1"');
    expect(doctors.database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 0 });
    expect(answer.refusals).toEqual([]);
    expect((await get(somebody, undefined, { 'if-none-match': '"1"' })).status).toBe(304);
  });

  it.each<[string, (those: Doctors) => Caller, boolean]>([
    ['the doctor', ({ grace }) => memberOf(grace), true],
    ['an admin', ({ admin }) => callerOf(admin), true],
    ['staff of the clinic', () => staffOf(northClinic), true],
    ['a key of the clinic that writes doctors', () => machineOf(northClinic, 'doctors:read', 'doctors:write'), true],
    ['a key of the clinic that reads doctors', () => machineOf(northClinic, 'doctors:read'), false],
    ['a key that writes doctors', () => machineWith('doctors:read', 'doctors:write'), true],
    ['a key that reads doctors', () => machineWith('doctors:read'), false],
    ['staff of another clinic', () => staffOf(southClinic), false],
    ['a doctor of another clinic', ({ rita }) => memberOf(rita), false],
    [
      'another doctor of the clinic',
      ({ rita }) => memberOf({ ...rita, clinicId: northClinic, roles: ['doctor'] }),
      false,
    ],
    ['one of the public', () => somebody, false],
  ])('shows to %s when the doctor is away and works beside the schedule: %#', async (_, caller, isShown) => {
    plantTimes();

    const { json } = await get(caller(doctors));

    expect(json.data).toMatchObject({ specialities: ['Cardiology'], schedule: aSchedule });
    const { timeOff, extraHours } = json.data as Record<string, unknown>;
    expect([timeOff, extraHours]).toEqual(isShown ? [[conference], [saturday]] : [undefined, undefined]);
    expect(JSON.stringify(json).includes('Conference')).toBe(isShown);
  });

  it('shows what is not over yet, in its order', async () => {
    const past = { ...conference, id: nobody, from: '2026-03-01T07:00:00.000Z', to: '2026-03-01T17:00:00.000Z' };
    const later = { ...conference, id: nobody, from: '2026-04-16T07:00:00.000Z', to: '2026-04-20T17:00:00.000Z' };
    const before = { ...saturday, id: nobody, date: '2026-03-07', to: '21:00' };
    const sameDay = { ...saturday, id: nobody, from: '13:00', to: '24:00' };
    plantTimes();
    doctors.plant(doctors.grace, { timeOff: [later, past, conference], extraHours: [sameDay, saturday, before] });

    const { json } = await get(memberOf(doctors.grace));

    expect(json.data).toMatchObject({ timeOff: [conference, later], extraHours: [saturday, sameDay] });
  });

  it('shows no times by the wall clock of a clinic where the doctor works no longer', async () => {
    plantTimes();
    doctors.plant(doctors.grace, { clinicId: southClinic });

    const { json } = await get(memberOf(doctors.grace));

    expect(json.data).toMatchObject({ timeOff: [conference], extraHours: [] });
    expect(json.data).not.toHaveProperty('schedule');
  });

  it('does not find who is a doctor no longer, or never was', async () => {
    await doctors.people.administration.setRoles(
      callerOf(doctors.admin),
      { userId: doctors.grace.id },
      { roles: ['user'] },
    );

    const answers = [await get(somebody), await get(somebody, doctors.admin.id), await get(somebody, nobody)];

    expect(answers.map(({ json }) => json.code)).toEqual(Array(3).fill('DOCTOR_NOT_FOUND'));
    expect(answers.map(({ refusals }) => refusals.length)).toEqual([0, 0, 0]);
  });

  it('hides from a key of a clinic the doctors of others as it does who is none', async () => {
    const key = machineOf(northClinic, 'doctors:read');

    const answers = [await get(key, doctors.rita.id), await get(key, nobody)];

    const [hidden, absent] = answers.map(({ status, json: { code, title, detail }, refusals }) => ({
      ...{ status, code, title, detail, refusals: refusals.length },
    }));
    expect(hidden).toEqual(absent);
    expect(hidden).toMatchObject({ status: 404, code: 'DOCTOR_NOT_FOUND', refusals: 1 });
    expect(doctors.database.calls).toMatchObject({ get: 2, batchGet: 0, write: 0, transact: 0 });
    expect((await get(key)).status).toBe(200);
    expect(auditOf(doctors.database, 'doctor.profile-changed')).toEqual([]);
  });
});

describeAccess(trigger, (world) => createHandler(doctorsOf(world).viewing, world.stack), readsDoctors);
