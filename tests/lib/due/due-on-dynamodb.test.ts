import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { later, second } from '../../../lib/clock.ts';
import type { Capacity } from '../../../lib/data/dynamo-database.ts';
import { claimDue } from '../../../lib/due/demand.ts';
import { createDueItems, type DueItems, type DuePlan } from '../../../lib/due/due-items.ts';
import { newId } from '../../../lib/ids.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { newReminder, reminderDue } from '../../support/due/kinds.ts';
import { createTestTick } from '../../support/due/ticking.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../support/dynamodb.ts';
import { createFakeQueues } from '../../support/events.ts';
import { createTestPlatform, type TestPlatform } from '../../support/platform.ts';

let dynamoDb: TestDynamoDb;
let spent: Capacity[];
let clock: TestClock;
let platform: TestPlatform;
let due: DueItems;
let id: string;

beforeAll(async () => {
  dynamoDb = await startTestDynamoDb({ onCapacity: (capacity) => spent.push(capacity) });
});

afterAll(() => dynamoDb.stop());

beforeEach(() => {
  spent = [];
  clock = createTestClock();
  platform = createTestPlatform(dynamoDb.database, { clock });
  due = createDueItems(platform);
  id = newId();
});

const inSeconds = (seconds: number) => newReminder(id, later(clock(), seconds * second));

/** The units of a plan that is committed by itself; in the transaction of a change each item costs twice as much. */
async function unitsOf({ writes, events }: DuePlan): Promise<number> {
  spent = [];
  await platform.commit(writes, { events });
  return spent.reduce((total, { units }) => total + units, 0);
}

describe('on DynamoDB, something to be done at an instant', () => {
  it('costs a write of its item and one of the index, and a move one more', async () => {
    const scheduled = await unitsOf(due.schedule(reminderDue, inSeconds(3_600)));
    const moved = await unitsOf(due.move(reminderDue, inSeconds(7_200)));
    const cancelled = await unitsOf(due.cancel(reminderDue, id));
    await platform.commit(due.schedule(reminderDue, inSeconds(3_600)).writes);
    const { eventId = '', at = '' } = (await due.find(reminderDue, id)) ?? {};
    const event = { type: reminderDue.type, id: eventId, data: { due: { id, at } } };
    const done = await unitsOf({ writes: [claimDue(event)], events: [] });

    expect({ scheduled, moved, cancelled, done }).toEqual({ scheduled: 2, moved: 3, cancelled: 2, done: 2 });
  });

  it('is found by a tick, which costs five reads and a write where nothing is due', async () => {
    await platform.commit(due.schedule(reminderDue, inSeconds(220)).writes);
    const queues = createFakeQueues();
    const tick = createTestTick(dynamoDb.database, queues.send, clock);
    await tick();
    clock.advance(60);

    const told = await tick();
    clock.advance(60);
    spent = [];
    await tick();

    expect(told).toEqual({ handedOver: 1, again: 0, unsent: 0 });
    expect(queues.sent).toMatchObject([{ delaySeconds: 160 }]);
    const { write = [], ...reads } = Object.groupBy(spent, ({ operation }) => operation);
    const total = (its: readonly Capacity[]) => its.reduce((sum, { units }) => sum + units, 0);
    expect([total(Object.values(reads).flat()), total(write)]).toEqual([5, 1]);
  });
});
