import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/appointments/leave-waiting-list.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onPatients } from '../../support/access/expectations.ts';
import { mondayAtNine } from '../../support/appointments.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { linkTo, memberOf } from '../../support/patients.ts';
import { auditOf, resetCalls, stackOf } from '../../support/people.ts';
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
});

const leave = (entryId: string, caller: Caller = mother) =>
  send(createHandler(waiting.waitingList, stackOf(caller)), { method: 'DELETE', params: { entryId } });
const listed = async () => (await waiting.waitingListing.list(staff, { patientId: child }, { limit: 20 })).items;

describe('DELETE /v1/waiting-list/{entryId}', () => {
  it('lets a patient wait no longer, by two reads and one transaction, which is on record', async () => {
    const { id } = await waiting.join({ patientId: child });
    resetCalls(database);

    const { status } = await leave(id);

    expect(status).toBe(204);
    expect(database.calls).toEqual({ get: 0, batchGet: 2, query: 0, write: 0, transact: 1 });
    expect(await listed()).toEqual([]);
    expect(auditOf(database, 'waiting-list.left')).toMatchObject([
      { subject: `patients/${child}`, details: { entryId: id } },
    ]);
    expect(eventsOf({ database }, 'waiting-list.passed-on')).toEqual([]);
  });

  it('makes room for another entry', async () => {
    for (let nth = 0; nth < 10; nth++) await waiting.join({ patientId: child });
    const [first] = await listed();
    await leave(String(first?.id));

    await waiting.join({ patientId: child });

    expect(await listed()).toHaveLength(10);
  });

  it('passes on what is offered to the patient at this moment, which nobody books by its hold any more', async () => {
    const { entryId, holdId } = await offered(waiting, child);

    const { status } = await leave(entryId);

    expect(status).toBe(204);
    expect(eventsOf({ database }, 'waiting-list.passed-on')).toHaveLength(1);
    await expect(waiting.book({ patientId: child, holdId })).rejects.toMatchObject({ code: 'HOLD_EXPIRED' });
    expect(await waiting.book({ patientId: child })).toMatchObject({ start: mondayAtNine });
  });

  it('passes on nothing that was offered and is over, nor what is offered for another entry', async () => {
    const { entryId } = await offered(waiting, child);
    const { id: other } = await waiting.join({ patientId: child });

    await leave(other);
    waiting.clock.advance(600);
    await leave(entryId);

    expect(await listed()).toEqual([]);
    expect(eventsOf({ database }, 'waiting-list.passed-on')).toEqual([]);
  });

  it('finds no entry that is over', async () => {
    const { id } = await waiting.join({
      patientId: child,
      from: '2026-03-09T00:00:00.000Z',
      to: '2026-03-09T13:00:00.000Z',
    });
    waiting.clock.advance(3_600);

    const { status, json } = await leave(id);

    expect([status, json.code]).toEqual([404, 'WAITING_LIST_ENTRY_NOT_FOUND']);
  });
});

describeAccess(trigger, ({ identity, stack }) => createHandler(waitingOn(identity.platform).waitingList, stack), {
  ...onPatients(204, { linked: 204 }),
  target: 'waitingEntry',
});
