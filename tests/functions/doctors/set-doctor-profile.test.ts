import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/doctors/set-doctor-profile.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { northClinic } from '../../support/clinics.ts';
import { changesDoctors, createDoctors, type Doctors, doctorsOf, machineOf, memberOf } from '../../support/doctors.ts';
import { invoke, send } from '../../support/http.ts';
import { auditOf, callerOf, machineWith, stackOf } from '../../support/people.ts';

const nobody = '019a0000-0000-7000-8000-00000000ffff';
const profile = { specialities: ['Cardiology', 'Angiology'] };

let doctors: Doctors;

beforeEach(async () => {
  doctors = await createDoctors();
});

async function set(caller: Caller, json: unknown = profile, { doctorId = doctors.grace.id, headers = {} } = {}) {
  const stack = stackOf(caller);
  const handler = createHandler(doctors.services.profiles, stack);
  const answer = await send(handler, { method: 'PUT', params: { doctorId }, json, headers });
  return { ...answer, refusals: stack.refusals };
}

/** Does something in the moment before the transaction is sent, the first time. */
function justBeforeTheCommit(meddle: () => unknown): void {
  doctors.database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    delete doctors.database.hooks.before;
    await meddle();
  };
}

describe('PUT /v1/doctors/{doctorId}/profile', () => {
  it('puts a profile in the place of the one before, and answers the doctor with the new version', async () => {
    await set(memberOf(doctors.grace), { specialities: ['Surgery'] });

    const answer = await set(memberOf(doctors.grace), { specialities: ['  Cardiology ', 'Angiology'] });

    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"3"');
    expect(answer.json.data).toMatchObject({
      ...{ id: doctors.grace.id, name: 'Grace Hopper', ...profile },
      ...{ timeOff: [], extraHours: [], updatedAt: doctors.people.clock().toISOString() },
    });
    expect(doctors.doctorItem(doctors.grace)).toMatchObject({ ...profile, version: 3 });
  });

  it('makes one read and one transaction of two items, with the fields on record and not what they hold', async () => {
    let size = 0;
    doctors.database.hooks.before = (operation, request) => {
      if (operation === 'transact') size = (request as readonly unknown[]).length;
    };

    const { lines } = await set(callerOf(doctors.admin));

    expect(doctors.database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(size).toBe(2);
    expect(lines).toHaveLength(1);
    const [entry] = auditOf(doctors.database, 'doctor.profile-changed');
    expect(entry).toMatchObject({
      ...{ actorId: doctors.admin.id, subject: `doctors/${doctors.grace.id}`, details: { fields: ['specialities'] } },
    });
    expect(JSON.stringify(entry)).not.toContain('Cardiology');
  });

  it('refuses a speciality that is named twice, and says so', async () => {
    const { status, json } = await set(memberOf(doctors.grace), { specialities: ['Cardiology', 'CARDIÓLOGY'] });

    const error = { path: 'specialities', code: 'repeated' };
    expect([status, json.errors]).toEqual([400, [expect.objectContaining(error)]]);
  });

  it('keeps one space of several, by which a speciality is neither another nor lost to who looks for it', async () => {
    const twice = await set(memberOf(doctors.grace), { specialities: ['Plastic  Surgery', 'Plastic Surgery'] });
    const once = await set(memberOf(doctors.grace), { specialities: ['Plastic \u00a0 Surgery'] });

    expect(twice.json.errors).toEqual([expect.objectContaining({ path: 'specialities', code: 'repeated' })]);
    expect(once.json.data).toMatchObject({ specialities: ['Plastic Surgery'] });
  });

  it.each<[string, unknown]>([
    ['21 of them', { specialities: Array.from({ length: 21 }, (_, at) => `Speciality ${at}`) }],
    ['a long one', { specialities: ['x'.repeat(61)] }],
    ['an empty one', { specialities: [' '] }],
    ['none said', {}],
    ['more than a profile', { ...profile, name: 'Grace' }],
  ])('refuses %s', async (_, json) => {
    expect((await set(memberOf(doctors.grace), json)).status).toBe(400);
  });

  it.each<[string, (those: Doctors) => Caller, number]>([
    ['the doctor', ({ grace }) => memberOf(grace), 200],
    ['an admin', ({ admin }) => callerOf(admin), 200],
    ['a key of no clinic', () => machineWith('doctors:write'), 200],
    ['a key of the clinic', () => machineOf(northClinic, 'doctors:write'), 200],
    ['another doctor', ({ rita }) => memberOf(rita), 404],
  ])('may be asked for by %s: %#', async (_, caller, status) => {
    expect((await set(caller(doctors))).status).toBe(status);
  });

  it('hides another’s from a doctor as it does who is none, without a read, and has both attempts recorded', async () => {
    const answers = [
      await set(memberOf(doctors.rita)),
      await set(memberOf(doctors.rita), profile, { doctorId: nobody }),
    ];

    expect(answers.map(({ json }) => json.code)).toEqual(['DOCTOR_NOT_FOUND', 'DOCTOR_NOT_FOUND']);
    expect(answers.map(({ refusals }) => refusals.length)).toEqual([1, 1]);
    expect(doctors.database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
  });

  it('hides from a key of a clinic the doctors of others as it does who is none, by the same calls', async () => {
    const key = machineOf(northClinic, 'doctors:write');

    const answers = [
      await set(key, profile, { doctorId: doctors.rita.id }),
      await set(key, profile, { doctorId: nobody }),
    ];

    expect(answers.map(({ json }) => json.code)).toEqual(['DOCTOR_NOT_FOUND', 'DOCTOR_NOT_FOUND']);
    expect(answers.map(({ refusals }) => refusals.length)).toEqual([1, 1]);
    expect(doctors.database.calls).toEqual({ get: 2, batchGet: 0, query: 0, write: 0, transact: 0 });
  });

  it.each([
    ['"1"', 200],
    ['"0"', 412],
    ['*', 200],
  ])('holds a change to If-Match: %s', async (tag, status) => {
    expect((await set(memberOf(doctors.grace), profile, { headers: { 'if-match': tag } })).status).toBe(status);
  });

  it('lets one of ten win that mean the same version, and tells the others', async () => {
    const handler = createHandler(doctors.services.profiles, stackOf(memberOf(doctors.grace)));
    const ask = (at: number) =>
      invoke(handler, {
        ...{ method: 'PUT', params: { doctorId: doctors.grace.id }, headers: { 'if-match': '"1"' } },
        json: { specialities: [`Speciality ${at}`] },
      });

    const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => ask(at)));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
    expect(auditOf(doctors.database, 'doctor.profile-changed')).toHaveLength(1);
  });

  it('is made again on the doctor as they are by now, who has another name meanwhile', async () => {
    justBeforeTheCommit(() =>
      doctors.people.profiles.change(callerOf(doctors.admin), { userId: doctors.grace.id }, { name: 'Grace Murray' }),
    );

    const { json } = await set(memberOf(doctors.grace));

    expect(json.data).toMatchObject({ name: 'Grace Murray', ...profile });
  });

  it('is not made for who loses the role at the same moment', async () => {
    justBeforeTheCommit(() =>
      doctors.people.administration.setRoles(
        callerOf(doctors.admin),
        { userId: doctors.grace.id },
        { roles: ['user'] },
      ),
    );

    expect((await set(memberOf(doctors.grace))).json.code).toBe('DOCTOR_NOT_FOUND');
    expect(doctors.doctorItem(doctors.grace)).not.toHaveProperty('specialities');
  });

  it('is made once where the answer of the store was lost', async () => {
    doctors.database.hooks.after = (operation) => {
      if (operation !== 'transact') return;
      delete doctors.database.hooks.after;
      throw new AnswerLost();
    };

    expect((await set(memberOf(doctors.grace))).status).toBe(200);
    expect(doctors.doctorItem(doctors.grace)).toMatchObject({ version: 2 });
  });
});

describeAccess(
  trigger,
  (world) => createHandler(doctorsOf(world).profiles, world.stack),
  changesDoctors(200, { json: profile }),
);
