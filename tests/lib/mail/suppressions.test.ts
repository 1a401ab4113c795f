import { beforeEach, describe, expect, it } from '@jest/globals';
import { emailHashOf } from '../../../lib/domains/identity/users/repository.ts';
import { createSuppressions, type Suppressions } from '../../../lib/mail/suppressions.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

const email = 'ada@example.test';
const address = { userId: '019a0000-0000-7000-8000-000000000001', email };
const day = 24 * 60 * 60;

let database: MemoryDatabase;
let clock: TestClock;
let suppressions: Suppressions;

beforeEach(() => {
  database = createMemoryDatabase();
  clock = createTestClock();
  suppressions = createSuppressions({
    hashOf: emailHashOf,
    ...createTestPlatform(database, { clock }),
  });
});

describe('a suppressed address', () => {
  it('is told from one that is not', async () => {
    await suppressions.add(address);

    expect(await suppressions.has(address)).toBe(true);
    expect(await suppressions.has({ ...address, email: 'eve@example.test' })).toBe(false);
  });

  it('is one of its account alone: whoever has the address next is written to', async () => {
    await suppressions.add(address);

    expect(await suppressions.has({ ...address, userId: '019a0000-0000-7000-8000-000000000002' })).toBe(false);
  });

  it('costs one write to add and one read to find', async () => {
    await suppressions.add(address);
    await suppressions.has(address);

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 1, transact: 0 });
  });

  it('is written to again after seven days, lest a mistake lock somebody out', async () => {
    await suppressions.add(address);

    clock.advance(7 * day - 1);
    const before = await suppressions.has(address);
    clock.advance(1);

    expect(before).toBe(true);
    expect(await suppressions.has(address)).toBe(false);
  });

  it('is suppressed for seven more days when it is rejected again', async () => {
    await suppressions.add(address);
    clock.advance(7 * day);
    await suppressions.add(address);

    clock.advance(7 * day - 1);

    expect(await suppressions.has(address)).toBe(true);
  });

  it('lies in the platform table by its hash alone, until it expires', async () => {
    await suppressions.add(address);

    const items = database.itemsOf('platform');
    expect(items).toMatchObject([
      {
        pk: `SUPPRESSED#${address.userId}`,
        sk: `ADDRESS#${emailHashOf(email)}`,
        entity: 'suppressed-address',
        expiresAt: clock().getTime() / 1_000 + 7 * day,
      },
    ]);
    expect(JSON.stringify(items)).not.toMatch(/@|example/);
  });
});
