import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/doctors/remove-time-off.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { changesDoctors, createDoctors, type Doctors, doctorsWith, memberOf } from '../../support/doctors.ts';
import { send } from '../../support/http.ts';
import { auditOf, stackOf } from '../../support/people.ts';

const [one, other, unknown] = [1, 2, 3].map((at) => `019a0000-0000-7000-8000-0000000ff00${at}`);
const timeOff = [one, other].map((id) => ({
  ...{ id, from: '2026-03-16T07:00:00.000Z', to: '2026-03-20T17:00:00.000Z', reason: 'Conference' },
}));

let doctors: Doctors;

beforeEach(async () => {
  doctors = await createDoctors();
  doctors.plant(doctors.grace, { timeOff });
});

const remove = (timeOffId = '', headers = {}) =>
  send(createHandler(doctors.services.timesOff, stackOf(memberOf(doctors.grace))), {
    ...{ method: 'DELETE', params: { doctorId: doctors.grace.id, timeOffId }, headers },
  });

describe('DELETE /v1/doctors/{doctorId}/time-off/{timeOffId}', () => {
  it('removes that alone, by one read and one transaction', async () => {
    const { status } = await remove(one);

    expect(status).toBe(204);
    expect(doctors.doctorItem(doctors.grace)).toMatchObject({ timeOff: timeOff.slice(1), version: 2 });
    expect(doctors.database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(auditOf(doctors.database, 'doctor.time-off-removed')).toMatchObject([{ details: { id: one } }]);
  });

  it('does not find what is not there, or there no longer', async () => {
    await remove(one);

    const answers = [await remove(one), await remove(unknown)];

    expect(answers.map(({ status, json }) => [status, json.code])).toEqual(Array(2).fill([404, 'TIME_OFF_NOT_FOUND']));
  });

  it('finds none of a doctor who had none yet', async () => {
    doctors = await createDoctors();

    const { status, json } = await remove(one);

    expect([status, json.code]).toEqual([404, 'TIME_OFF_NOT_FOUND']);
  });

  it('is held to If-Match', async () => {
    expect((await remove(one, { 'if-match': '"7"' })).json.code).toBe('STALE_VERSION');
  });
});

describeAccess(
  trigger,
  (world) => createHandler(doctorsWith(world, { timeOff }).timesOff, world.stack),
  changesDoctors(204, { params: { timeOffId: String(one) } }),
);
