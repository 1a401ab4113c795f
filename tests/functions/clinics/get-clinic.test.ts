import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/clinics/get-clinic.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onClinics } from '../../support/access/expectations.ts';
import {
  type Clinics,
  clinicAdmin,
  clinicItem,
  createClinics,
  memberAt,
  northClinic,
  plantClinics,
  southClinic,
} from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { machineWith, resetCalls, stackOf } from '../../support/people.ts';

const nowhere = '019a0000-0000-7000-8000-00000000c0ff';
const boundKey = { ...machineWith('clinics:read'), clinicId: northClinic };

let database: MemoryDatabase;
let clinics: Clinics;

beforeEach(() => {
  database = createMemoryDatabase();
  plantClinics(database);
  clinics = createClinics(database);
});

async function get(clinicId: string, caller: Caller = memberAt(southClinic), headers: Record<string, string> = {}) {
  const stack = stackOf(caller);
  const answer = await send(createHandler(clinics.viewing, stack), { params: { clinicId }, headers });
  return { ...answer, refusals: stack.refusals };
}

describe('GET /v1/clinics/{clinicId}', () => {
  it('shows a clinic, also another than one’s own, by one read', async () => {
    const answer = await get(northClinic.toUpperCase());

    expect([answer.status, answer.headers.etag]).toEqual([200, '"1"']);
    expect(answer.json.data).toMatchObject({ id: northClinic, name: 'North', timeZone: 'America/New_York' });
    expect(Object.keys(answer.json.data as object).sort()).toEqual(
      ['id', 'name', 'timeZone', 'openingHours', 'closures', 'createdAt', 'updatedAt'].sort(),
    );
    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 0 });
  });

  it('answers 304 to who has it as it is', async () => {
    const answer = await get(northClinic, clinicAdmin, { 'if-none-match': '"1"' });

    expect([answer.status, answer.text]).toEqual([304, '']);
  });

  it('shows one of an earlier release, without hours and closures', async () => {
    database.plant('clinic', {
      ...clinicItem(database, northClinic),
      openingHours: undefined,
      closures: undefined,
    } as never);

    const answer = await get(northClinic);

    expect(answer.json.data).toMatchObject({ openingHours: [], closures: [] });
  });

  it('shows one whose zone is in no table any more', async () => {
    database.plant('clinic', { ...clinicItem(database, northClinic), timeZone: 'Mars/Olympus' } as never);

    expect((await get(northClinic)).json.data).toMatchObject({ timeZone: 'Mars/Olympus' });
  });

  it('answers 404 for one that is not there', async () => {
    const answer = await get(nowhere);

    expect([answer.status, answer.json.code, answer.refusals]).toEqual([404, 'CLINIC_NOT_FOUND', []]);
  });

  it('shows a key that is bound to a clinic its own', async () => {
    expect((await get(northClinic, boundKey)).status).toBe(200);
  });

  it.each([
    ['another', southClinic],
    ['an absent', nowhere],
  ])(
    'shows such a key %s clinic as if there were none, without a look, and puts that on record',
    async (_, clinicId) => {
      resetCalls(database);

      const answer = await get(clinicId, boundKey);

      expect([answer.status, answer.json.code, answer.refusals.length]).toEqual([404, 'CLINIC_NOT_FOUND', 1]);
      expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
    },
  );

  it('refuses what is no id with 400', async () => {
    expect((await get('north')).status).toBe(400);
  });
});

describeAccess(trigger, ({ clinics: { viewing }, stack }) => createHandler(viewing, stack), onClinics(200));
