import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/appointments/release-hold.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { everybody } from '../../support/access/expectations.ts';
import { aDoctor, mondayAtNine } from '../../support/appointments.ts';
import { southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { linkTo, memberOf } from '../../support/patients.ts';
import { auditOf, machineWith, resetCalls, stackOf } from '../../support/people.ts';
import { eventsOf } from '../../support/race-items.ts';
import { createWaiting, offered, type Waiting, waitingOn } from '../../support/waiting.ts';

const staff = memberOf('staff');
const mother = memberOf('user');

let database: MemoryDatabase;
let waiting: Waiting;
let child: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  waiting = await createWaiting(database);
  child = (await waiting.patients.register()).id;
  await linkTo(waiting.patients, child, mother.userId);
  resetCalls(database);
});

async function release(holdId: string, caller: Caller = mother) {
  const stack = stackOf(caller);
  const answer = await send(createHandler(waiting.holds, stack), { method: 'DELETE', params: { holdId } });
  return { ...answer, refusals: stack.refusals };
}

const holdBy = async (caller: Caller) =>
  (await waiting.holds.hold(caller, { doctorId: aDoctor, start: mondayAtNine })).holdId;

describe('DELETE /v1/appointments/holds/{holdId}', () => {
  it('frees the slot at once, by one read and one transaction, and leaves no event and no entry of the audit', async () => {
    const holdId = await holdBy(mother);
    resetCalls(database);
    const before = [database.itemsOf('events').length, database.itemsOf('audit').length];

    const { status } = await release(holdId);

    expect(status).toBe(204);
    expect(database.calls).toMatchObject({ get: 0, batchGet: 1, query: 0, transact: 1 });
    expect([database.itemsOf('events').length, database.itemsOf('audit').length]).toEqual(before);
    expect(await waiting.book({ patientId: child })).toMatchObject({ start: mondayAtNine });
  });

  it('counts the hold no longer', async () => {
    const holdId = await holdBy(mother);
    await release(holdId);

    const holders = database.itemsOf('clinic').filter(({ entity }) => entity === 'holder');

    expect(holders).toMatchObject([{ held: [] }]);
  });

  it('finds none that is over, was released, used or another’s, alike', async () => {
    const [over, released] = [await holdBy(mother), '019a0000-0000-7000-8000-0000000000aa'];
    const tries = [
      await release(over, staff),
      await release(over, memberOf('admin')),
      await release(over, machineWith('appointments:write')),
      await release(released),
    ];
    waiting.clock.advance(300);
    tries.push(await release(over));

    expect(tries.map(({ status, json }) => `${status} ${json.code}`)).toEqual(Array(5).fill('404 HOLD_NOT_FOUND'));
    expect(tries.map(({ refusals }) => refusals.length)).toEqual([1, 0, 1, 1, 1]);
  });

  it('frees nothing that somebody else has since, by a clock that is behind', async () => {
    const holdId = await holdBy(mother);
    waiting.clock.advance(300);
    const taken = await holdBy(staff);
    waiting.clock.advance(-1);

    const { status } = await release(holdId);

    expect(status).toBe(404);
    await expect(holdBy(mother)).rejects.toMatchObject({ code: 'SLOT_TAKEN' });
    expect(await waiting.book({ patientId: child, holdId: taken })).toMatchObject({ patientId: child });
  });

  it('frees nothing that was booked by it', async () => {
    const holdId = await holdBy(mother);
    await waiting.book({ patientId: child, holdId }, mother);

    expect((await release(holdId)).status).toBe(404);
    await expect(holdBy(staff)).rejects.toMatchObject({ code: 'SLOT_TAKEN' });
  });
});

describe('what is offered to a patient who waits', () => {
  it.each([
    ['their account', mother],
    ['staff of their clinic', staff],
    ['a key of their clinic', { ...machineWith('appointments:write'), clinicId: staff.clinicId } as Caller],
  ])('is declined by %s: it is passed on, and on record', async (_, caller) => {
    const { holdId, entryId } = await offered(waiting, child);
    resetCalls(database);

    const { status } = await release(holdId, caller);

    expect(status).toBe(204);
    expect(database.calls).toMatchObject({ get: 0, batchGet: 2, query: 0, transact: 1 });
    expect(eventsOf({ database }, 'waiting-list.passed-on')).toHaveLength(1);
    expect(auditOf(database, 'waiting-list.declined')).toMatchObject([
      { subject: `patients/${child}`, details: { entryId } },
    ]);
    const { items } = await waiting.waitingListing.list(staff, { patientId: child }, { limit: 10 });
    expect(items).toEqual([expect.not.objectContaining({ offer: expect.anything() })]);
    expect(await waiting.book({ patientId: child })).toMatchObject({ start: mondayAtNine });
  });

  it.each([
    ['somebody else', memberOf('user', undefined, '019a0000-0000-7000-8000-0000000000ee')],
    ['staff of another clinic', memberOf('staff', southClinic)],
  ])('is no hold that %s knows of', async (_, caller) => {
    const { holdId } = await offered(waiting, child);

    const { status, json, refusals } = await release(holdId, caller);

    expect([status, json.code, refusals.length]).toEqual([404, 'HOLD_NOT_FOUND', 1]);
    expect(eventsOf({ database }, 'waiting-list.passed-on')).toHaveLength(0);
  });
});

describeAccess(trigger, ({ identity, stack }) => createHandler(waitingOn(identity.platform).holds, stack), {
  target: 'hold',
  statuses: {
    ...everybody([204, 404, 404, 404, 404]),
    ...{ anonymous: 401, unscopedKey: 403, scopedKey: [null, 404, 404, 404, 404] },
    clinicKey: [null, 404, 404, 404, 404],
  },
});
