import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/appointments/list-waiting-list.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { permitted } from '../../support/access/expectations.ts';
import { aDoctor } from '../../support/appointments.ts';
import { southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { linkTo, memberOf } from '../../support/patients.ts';
import { auditOf, machineWith, resetCalls, stackOf } from '../../support/people.ts';
import { createTestSecrets } from '../../support/platform.ts';
import { createWaiting, offered, type Waiting, waitingOn } from '../../support/waiting.ts';

const cursors = createCursorSeal(createTestSecrets());
const staff = memberOf('staff');
const mother = memberOf('user');
const ofDoctor = `doctorId=${aDoctor}`;

let database: MemoryDatabase;
let waiting: Waiting;
let child: string;
let grace: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  waiting = await createWaiting(database);
  child = (await waiting.patients.register()).id;
  grace = (await waiting.patients.register()).id;
  await linkTo(waiting.patients, child, mother.userId);
});

const list = (query: string, caller: Caller = staff) =>
  send(createHandler(waiting.waitingListing, { ...stackOf(caller), cursors }), { query });
const idsOf = ({ json }: { readonly json: Record<string, unknown> }) =>
  (json.data as { id: string }[]).map(({ id }) => id);

/** Lets patients wait, one after the other; answers the ids of the entries. */
async function joinAll(...patientIds: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const patientId of patientIds) {
    waiting.clock.advance(1);
    ids.push((await waiting.join({ patientId })).id);
  }
  resetCalls(database);
  return ids;
}

describe('GET /v1/waiting-list', () => {
  it('lists who waits for a doctor, the longest first, page by page, by one query each, which is on record', async () => {
    const ids = await joinAll(grace, child, grace);

    const first = await list(`${ofDoctor}&limit=2`);
    const { nextCursor } = first.json.meta as { nextCursor: string };
    const second = await list(`${ofDoctor}&limit=2&cursor=${nextCursor}`);

    expect([idsOf(first), idsOf(second)]).toEqual([ids.slice(0, 2), ids.slice(2)]);
    expect(database.calls).toMatchObject({ get: 0, batchGet: 0, query: 2 });
    expect(auditOf(database, 'waiting-list.listed')).toMatchObject([
      { subject: 'waiting-list', details: { doctorId: aDoctor } },
      { subject: 'waiting-list' },
    ]);
  });

  it('lists what a patient waits for, with what is offered, to their account, which is on record', async () => {
    const { entryId, holdId, start, end, expiresAt } = await offered(waiting, child);
    await joinAll(grace);

    const { json } = await list(`patientId=${child}`, mother);

    expect(json.data).toMatchObject([{ id: entryId, offer: { holdId, start, end, expiresAt } }]);
    expect(database.calls).toMatchObject({ get: 0, batchGet: 1, query: 1 });
    expect(auditOf(database, 'waiting-list.listed').at(-1)).toMatchObject({
      ...{ subject: `patients/${child}`, details: { as: 'patient' } },
    });
  });

  it('shows no offer that is over, and no entry that is', async () => {
    const { entryId } = await offered(waiting, child);
    await waiting.join({ patientId: child, from: '2026-03-09T00:00:00.000Z', to: '2026-03-09T12:10:00.000Z' });
    waiting.clock.advance(600);

    const { json } = await list(`patientId=${child}`);

    expect(json.data).toEqual([expect.not.objectContaining({ offer: expect.anything() })]);
    expect(idsOf({ json })).toEqual([entryId]);
  });

  it.each<[string, Caller, number]>([
    ['the doctors and the staff of the clinic', memberOf('doctor'), 2],
    ['a key of the clinic', { ...machineWith('appointments:read'), clinicId: String(staff.clinicId) }, 2],
    ['an admin', memberOf('admin'), 2],
    ['staff of another clinic', memberOf('staff', southClinic), 0],
    ['the public', mother, 0],
    ['a key of no clinic', machineWith('appointments:read'), 0],
  ])('shows who waits for a doctor to %s: %#', async (_, caller, count) => {
    await joinAll(grace, child);

    const answers = [await list(ofDoctor, caller)];

    expect(answers.map((answer) => [answer.status, idsOf(answer).length])).toEqual([[200, count]]);
  });

  it('shows nothing of patients out of reach, which is on no record of theirs', async () => {
    await joinAll(grace, child);

    const answers = [
      await list(`patientId=${grace}`, mother),
      await list(`patientId=${child}`, memberOf('staff', southClinic)),
    ];

    expect(answers.map(idsOf)).toEqual([[], []]);
    expect(auditOf(database, 'waiting-list.listed')).toEqual([]);
  });

  it.each(['', `${ofDoctor}&patientId=${aDoctor}`])('asks for one list: ?%s', async (query) => {
    const { status, json } = await list(query);

    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ code: 'one_of' }] });
  });
});

describeAccess(trigger, ({ identity, stack }) => createHandler(waitingOn(identity.platform).waitingListing, stack), {
  ...permitted(200),
  request: { query: ofDoctor },
});
