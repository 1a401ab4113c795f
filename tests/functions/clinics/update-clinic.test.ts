import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/clinics/update-clinic.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { managedClinics } from '../../support/access/expectations.ts';
import {
  type Clinics,
  clinicAdmin,
  clinicItem,
  createClinics,
  northClinic,
  plantClinics,
  southClinic,
  watchTransactions,
} from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { auditOf, stackOf } from '../../support/people.ts';

let database: MemoryDatabase;
let clinics: Clinics;

beforeEach(() => {
  database = createMemoryDatabase();
  plantClinics(database);
  clinics = createClinics(database);
});

const change = (json: unknown, headers: Record<string, string> = {}, clinicId = northClinic) =>
  send(createHandler(clinics.hours, stackOf(clinicAdmin)), { method: 'PATCH', params: { clinicId }, json, headers });

describe('PATCH /v1/clinics/{clinicId}', () => {
  it.each([
    ['name', { name: 'Uptown' }],
    ['timeZone', { timeZone: 'America/Chicago' }],
    ['openingHours', { openingHours: [] }],
  ])('changes the %s and leaves all else', async (field, json) => {
    const before = await clinics.viewing.get(clinicAdmin, northClinic);
    const south = clinicItem(database, southClinic);
    clinics.clock.advance(60);

    const answer = await change(json);

    const { version: _, ...shown } = { ...before, ...json, updatedAt: '2026-03-08T09:31:00.000Z' };
    expect([answer.status, answer.headers.etag]).toEqual([200, '"2"']);
    expect(answer.json.data).toEqual(shown);
    expect(await clinics.viewing.get(clinicAdmin, northClinic)).toEqual({ ...shown, version: 2 });
    expect(clinicItem(database, southClinic)).toEqual(south);
    expect(auditOf(database, 'clinic.changed')).toMatchObject([
      { actorId: clinicAdmin.userId, subject: `clinics/${northClinic}`, details: { fields: [field] } },
    ]);
    expect(database.itemsOf('events')).toMatchObject([
      { event: { type: 'clinic.changed', data: { clinicId: northClinic } } },
    ]);
  });

  it('says that nothing is asked for', async () => {
    const { status, json } = await change({});

    expect([status, json.errors]).toEqual([400, [expect.objectContaining({ path: '', code: 'empty' })]]);
  });

  it('says of hours that are none what is wrong with them, and nothing else', async () => {
    const right = { day: 1, from: '09:00', to: '12:00' };

    const answers = [
      await change({ openingHours: [{ day: 1, from: '8:00', to: '18:00' }] }),
      await change({ openingHours: [{ day: 1, from: '8:00', to: '07:00' }, right] }),
      await change({ openingHours: [right, { day: 1, from: '10:00', to: '9:00' }] }),
    ];

    expect(answers.map(({ json }) => (json.errors as { path: string }[]).map(({ path }) => path))).toEqual([
      ['openingHours.0.from'],
      ['openingHours.0.from'],
      ['openingHours.1.to'],
    ]);
  });

  it('puts the fields on record in their order, whatever order they come in', async () => {
    await change({ timeZone: 'America/Chicago', openingHours: [], name: 'Uptown' });

    expect(auditOf(database, 'clinic.changed')).toMatchObject([
      { details: { fields: ['name', 'openingHours', 'timeZone'] } },
    ]);
  });

  it('clears the opening hours by null', async () => {
    await change({ openingHours: [{ day: 1, from: '08:00', to: '12:00' }] });

    expect((await change({ openingHours: null })).json.data).toMatchObject({ openingHours: [] });
  });

  it('makes one read and one transaction of three items, and logs one line', async () => {
    const sent = watchTransactions(database);

    const { lines } = await change({ name: 'Uptown' });

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(sent).toEqual([['update clinic', 'put events', 'put audit']]);
    expect(lines).toHaveLength(1);
  });

  it('keeps hours in order', async () => {
    const openingHours = [
      { day: 2, from: '08:00', to: '12:00' },
      { day: 1, from: '08:00', to: '12:00' },
    ];

    expect((await change({ openingHours })).json.data).toMatchObject({ openingHours: openingHours.toReversed() });
  });

  it('changes what the client has seen, and nothing newer', async () => {
    const first = await change({ name: 'Uptown' }, { 'if-match': '"1"' });
    const second = await change({ name: 'Downtown' }, { 'if-match': '"1"' });

    expect([first.status, second.status, second.json.code]).toEqual([200, 412, 'STALE_VERSION']);
    expect(clinicItem(database, northClinic)).toMatchObject({ name: 'Uptown' });
  });

  it('is made anew on what somebody else has made of the clinic meanwhile', async () => {
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await clinics.service.change({ clinicId: northClinic }, { timeZone: 'America/Chicago' });
    };

    const answer = await change({ name: 'Uptown' });

    expect(answer.json.data).toMatchObject({ name: 'Uptown', timeZone: 'America/Chicago' });
    expect(answer.headers.etag).toBe('"3"');
  });

  it('is refused where somebody else has changed meanwhile what the client has seen', async () => {
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await clinics.service.change({ clinicId: northClinic }, { timeZone: 'America/Chicago' });
    };

    const answer = await change({ name: 'Uptown' }, { 'if-match': '"1"' });

    expect([answer.status, answer.json.code]).toEqual([412, 'STALE_VERSION']);
  });

  it('is carried out once where its answer was lost', async () => {
    let lost = 0;
    database.hooks.after = (operation) => {
      if (operation === 'transact' && lost++ === 0) throw new AnswerLost();
    };

    const answer = await change({ name: 'Uptown' });

    expect([answer.status, answer.headers.etag]).toEqual([200, '"2"']);
    expect(clinicItem(database, northClinic)).toMatchObject({ name: 'Uptown', version: 2 });
  });

  it('answers 404 for a clinic that is not there, or goes in that moment', async () => {
    const absent = await change({ name: 'Uptown' }, {}, '019a0000-0000-7000-8000-00000000c0ff');
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await clinics.service.delete({ clinicId: northClinic });
    };
    const gone = await change({ name: 'Uptown' });

    expect([absent, gone].map(({ status, json }) => [status, json.code])).toEqual([
      [404, 'CLINIC_NOT_FOUND'],
      [404, 'CLINIC_NOT_FOUND'],
    ]);
    expect(clinicItem(database, northClinic)).toBeUndefined();
  });

  it.each([
    [{ name: null }],
    [{ name: '' }],
    [{ timeZone: 'BST' }],
    [{ closures: [] }],
    [{ openingHours: [{ day: 1, from: '08:00', to: '07:00' }] }],
  ])('refuses %j with 400', async (json) => {
    expect((await change(json)).status).toBe(400);
    expect(clinicItem(database, northClinic)).toMatchObject({ version: 1 });
  });
});

describeAccess(
  trigger,
  ({ clinics: { hours }, stack }) => createHandler(hours, stack),
  managedClinics([200, 200, 200], { json: { name: 'Uptown' } }),
);
