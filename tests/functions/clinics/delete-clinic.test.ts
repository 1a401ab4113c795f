import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/clinics/delete-clinic.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { countPatient, moveApiKey, moveMember } from '../../../lib/domains/clinic/clinics/service.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { managedClinics } from '../../support/access/expectations.ts';
import {
  type Clinics,
  clinicAdmin,
  clinicItem,
  createClinics,
  membersOf,
  northClinic,
  patientsOf,
  plantClinics,
  southClinic,
  watchTransactions,
} from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { auditOf, callerOf, createPeople, stackOf } from '../../support/people.ts';
import { createTestPlatform, type TestPlatform } from '../../support/platform.ts';

let database: MemoryDatabase;
let platform: TestPlatform;
let clinics: Clinics;

beforeEach(() => {
  database = createMemoryDatabase();
  plantClinics(database);
  platform = createTestPlatform(database);
  clinics = createClinics(database);
});

const remove = (clinicId = northClinic, headers: Record<string, string> = {}) =>
  send(createHandler(clinics.service, stackOf(clinicAdmin)), { method: 'DELETE', params: { clinicId }, headers });

describe('DELETE /v1/clinics/{clinicId}', () => {
  it('deletes a clinic to which nothing belongs, and tells of it', async () => {
    const answer = await remove();

    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(clinicItem(database, northClinic)).toBeUndefined();
    expect(clinicItem(database, southClinic)).toBeDefined();
    expect(auditOf(database, 'clinic.deleted')).toMatchObject([
      { actorId: clinicAdmin.userId, subject: `clinics/${northClinic}`, outcome: 'success' },
    ]);
    expect(database.itemsOf('events')).toMatchObject([
      { event: { type: 'clinic.deleted', data: { clinicId: northClinic } } },
    ]);
    expect((await remove()).json.code).toBe('CLINIC_NOT_FOUND');
  });

  it('makes one read and one transaction of four items, and logs one line', async () => {
    const sent = watchTransactions(database);

    const { lines } = await remove();

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(sent).toEqual([['delete clinic', 'update clinic', 'put events', 'put audit']]);
    expect(lines).toHaveLength(1);
  });

  it('is refused while something belongs to it, with how much', async () => {
    await platform.commit([...moveMember({ to: northClinic })]);
    const people = await remove();
    await platform.commit([...countPatient(northClinic, 1)]);
    await platform.commit([...countPatient(northClinic, 1)]);
    const both = await remove();
    await platform.commit([...moveApiKey({ to: northClinic })]);
    const all = await remove();

    expect([people, both, all].map(({ status, json }) => [status, json.code, json.heldBy])).toEqual([
      [409, 'CLINIC_IN_USE', { people: 1 }],
      [409, 'CLINIC_IN_USE', { people: 1, patients: 2 }],
      [409, 'CLINIC_IN_USE', { people: 1, patients: 2, apiKeys: 1 }],
    ]);
    expect(clinicItem(database, northClinic)).toMatchObject({ version: 1 });
    expect(database.itemsOf('events')).toEqual([]);
    expect(auditOf(database, 'clinic.deleted')).toEqual([]);
  });

  it.each([
    ['member', () => moveMember({ to: northClinic }), () => moveMember({ from: northClinic })],
    ['key', () => moveApiKey({ to: northClinic }), () => moveApiKey({ from: northClinic })],
    ['patient', () => countPatient(northClinic, 1), () => countPatient(northClinic, -1)],
  ])('is refused by one %s alone, and no more when that is gone', async (_, come, go) => {
    await platform.commit(come());
    const held = await remove();
    await platform.commit(go());

    expect([held.status, (await remove()).status]).toEqual([409, 204]);
  });

  it('is not held up by people who go and were never counted', async () => {
    await platform.commit(moveMember({ from: northClinic }));

    expect(membersOf(database, northClinic)).toBe(-1);
    expect((await remove()).status).toBe(204);
  });

  it('takes nobody with it who is invited in that moment', async () => {
    const people = createPeople(database);
    const admin = await people.enrol({ roles: ['admin'] });
    const { id: userId } = await people.enrol();
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await people.administration.setRoles(callerOf(admin), { userId }, { roles: ['doctor'], clinicId: northClinic });
    };

    const answer = await remove();

    expect([answer.status, answer.json.heldBy]).toEqual([409, { people: 1 }]);
    expect(clinicItem(database, northClinic)).toBeDefined();
  });

  it('lets no patient in who is registered in that moment, and says by which field', async () => {
    const coming = countPatient(northClinic, 1);
    await remove();

    await expect(platform.commit(coming)).rejects.toMatchObject({
      code: 'UNKNOWN_REFERENCE',
      errors: [{ path: 'clinicId' }],
    });
    expect(patientsOf(database, northClinic)).toBe(0);
  });

  it('is done where its answer was lost', async () => {
    let lost = 0;
    database.hooks.after = (operation) => {
      if (operation === 'transact' && lost++ === 0) throw new AnswerLost();
    };

    expect((await remove()).status).toBe(204);
    expect(auditOf(database, 'clinic.deleted')).toHaveLength(1);
  });

  it('deletes what the client has seen, and nothing newer', async () => {
    await clinics.service.change({ clinicId: northClinic }, { name: 'Uptown' });

    const [stale, current] = [
      await remove(northClinic, { 'if-match': '"1"' }),
      await remove(northClinic, { 'if-match': '"2"' }),
    ];

    expect([stale.status, current.status]).toEqual([412, 204]);
  });

  it('is refused for what somebody has changed meanwhile, where the client names what it has seen', async () => {
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await clinics.service.change({ clinicId: northClinic }, { name: 'Uptown' });
    };

    expect((await remove(northClinic, { 'if-match': '"1"' })).status).toBe(412);
    expect(clinicItem(database, northClinic)).toMatchObject({ name: 'Uptown' });
  });

  it('keeps the data key, by which what was sealed for the clinic opens still', async () => {
    const { id } = await clinics.creation.create({ name: 'East', timeZone: 'Europe/Berlin' });

    await remove(id);

    expect((await clinics.keyring.get(`clinics/${id}`)).owner).toBe(`clinics/${id}`);
  });
});

describeAccess(
  trigger,
  ({ clinics: { service }, stack }) => createHandler(service, stack),
  managedClinics([409, 204, 409]),
);
