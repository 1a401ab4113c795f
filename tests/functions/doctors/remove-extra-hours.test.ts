import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/doctors/remove-extra-hours.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import {
  aSchedule,
  changesDoctors,
  createDoctors,
  type Doctors,
  doctorsWith,
  memberOf,
} from '../../support/doctors.ts';
import { send } from '../../support/http.ts';
import { auditOf, stackOf } from '../../support/people.ts';

const [one, other, unknown] = [1, 2, 3].map((at) => `019a0000-0000-7000-8000-0000000ee00${at}`);
const extraHours = [one, other].map((id, at) => ({ id, date: `2026-03-1${at}`, from: '08:00', to: '12:00' }));

let doctors: Doctors;

beforeEach(async () => {
  doctors = await createDoctors();
  doctors.plant(doctors.grace, { schedule: aSchedule, extraHours, wallTimesOf: northClinic });
});

const remove = (extraHoursId = '') =>
  send(createHandler(doctors.services.extraHours, stackOf(memberOf(doctors.grace))), {
    ...{ method: 'DELETE', params: { doctorId: doctors.grace.id, extraHoursId } },
  });

describe('DELETE /v1/doctors/{doctorId}/extra-hours/{extraHoursId}', () => {
  it('removes these alone, by one read and one transaction', async () => {
    const { status } = await remove(one);

    const left = { schedule: aSchedule, extraHours: extraHours.slice(1), version: 2 };
    expect(status).toBe(204);
    expect(doctors.doctorItem(doctors.grace)).toMatchObject(left);
    expect(doctors.database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(auditOf(doctors.database, 'doctor.extra-hours-removed')).toMatchObject([{ details: { id: one } }]);
  });

  it('does not find what is not there, or is of a clinic of before', async () => {
    const answers = [await remove(unknown)];
    doctors.plant(doctors.grace, { wallTimesOf: southClinic });
    answers.push(await remove(one));

    expect(answers.map(({ status, json }) => [status, json.code])).toEqual(
      Array(2).fill([404, 'EXTRA_HOURS_NOT_FOUND']),
    );
  });
});

describeAccess(
  trigger,
  (world) => createHandler(doctorsWith(world, { extraHours }).extraHours, world.stack),
  changesDoctors(204, { params: { extraHoursId: String(one) } }),
);
