import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/clinics/remove-closure.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { insideClinics } from '../../support/access/expectations.ts';
import { caseClosureId } from '../../support/access/world.ts';
import {
  type Clinics,
  clinicAdmin,
  createClinics,
  memberAt,
  northClinic,
  plantClinics,
  southClinic,
} from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { auditOf, resetCalls, stackOf } from '../../support/people.ts';

const nowhere = '019a0000-0000-7000-8000-00000000c0ff';

let database: MemoryDatabase;
let clinics: Clinics;

beforeEach(() => {
  database = createMemoryDatabase();
  plantClinics(database);
  clinics = createClinics(database);
});

async function remove(closureId: string, caller: Caller = memberAt(northClinic), clinicId = northClinic, headers = {}) {
  const stack = stackOf(caller);
  const fields = { method: 'DELETE', params: { clinicId, closureId }, headers };
  return { ...(await send(createHandler(clinics.closures, stack), fields)), refusals: stack.refusals };
}

/** Closes the North for a day; answers the id of the closure. */
async function close(from: string): Promise<string> {
  const { closure } = await clinics.closures.add(
    clinicAdmin,
    { clinicId: northClinic },
    { from, to: from, reason: 'A' },
  );
  return closure.id;
}

const north = () => clinics.viewing.get(clinicAdmin, northClinic);

describe('DELETE /v1/clinics/{clinicId}/closures/{closureId}', () => {
  it('removes a closure and no other, and tells of it', async () => {
    const [first, second] = [await close('2026-07-03'), await close('2026-11-26')];
    clinics.clock.advance(60);
    resetCalls(database);

    const answer = await remove(first.toUpperCase());

    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(await north()).toMatchObject({
      closures: [{ id: second }],
      updatedAt: '2026-03-08T09:31:00.000Z',
      version: 4,
    });
    expect(auditOf(database, 'clinic.closure-removed')).toMatchObject([
      { subject: `clinics/${northClinic}`, details: { closureId: first } },
    ]);
    expect(database.itemsOf('events')).toHaveLength(3);
  });

  it('answers 404 for one that is not there, or not there any more, and changes nothing', async () => {
    const id = await close('2026-07-03');
    await remove(id);
    const before = await north();

    const answers = [await remove(id), await remove(nowhere)];

    expect(answers.map(({ status, json }) => [status, json.code])).toEqual([
      [404, 'CLOSURE_NOT_FOUND'],
      [404, 'CLOSURE_NOT_FOUND'],
    ]);
    expect(await north()).toEqual(before);
  });

  it.each([
    ['another', southClinic],
    ['an absent', nowhere],
  ])('shows staff %s clinic as if there were none, without a look, and puts that on record', async (_, clinicId) => {
    const answer = await remove(nowhere, memberAt(northClinic), clinicId);

    expect([answer.status, answer.json.code, answer.refusals.length]).toEqual([404, 'CLINIC_NOT_FOUND', 1]);
    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
  });

  it('holds for the clinic as the client has seen it, where it names that', async () => {
    const id = await close('2026-07-03');

    const [stale, current] = [
      await remove(id, clinicAdmin, northClinic, { 'if-match': '"1"' }),
      await remove(id, clinicAdmin, northClinic, { 'if-match': '"2"' }),
    ];

    expect([stale.status, current.status]).toEqual([412, 204]);
  });
});

describeAccess(
  trigger,
  ({ clinics: { closures }, stack }) => createHandler(closures, stack),
  insideClinics(204, { params: { closureId: caseClosureId } }),
);
