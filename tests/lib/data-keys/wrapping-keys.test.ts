import { describe, expect, it } from '@jest/globals';
import type { SealedWrappingKey } from '../../../lib/data-keys/wrapping-key-repository.ts';
import { createWrappingKeys } from '../../../lib/data-keys/wrapping-keys.ts';
import { createTestClock } from '../../support/clock.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { createRecordKeys, createTestRootKey, wrappingKeyOf } from '../../support/record-keys.ts';

async function createWorld() {
  const database = createMemoryDatabase();
  const platform = createTestPlatform(database);
  const keys = createRecordKeys(platform);
  await keys.rotate();
  database.calls.query = 0;
  return { ...platform, ...keys, database };
}

describe('a wrapping key', () => {
  it('is decrypted once in five minutes, however many ask for it at once', async () => {
    const { wrappingKeys, rootKey, database, clock } = await createWorld();
    const askOften = () => Promise.all(Array.from({ length: 50 }, () => wrappingKeys.newest()));

    const keys = await askOften();
    clock.advance(299);
    await askOften();
    const [calls, queries] = [rootKey.opened, database.calls.query];
    clock.advance(1);
    await askOften();

    expect(new Set(keys.map(({ key }) => key)).size).toBe(1);
    expect([calls, queries, rootKey.opened, database.calls.query]).toEqual([1, 1, 2, 2]);
  });

  it('works on while the root key is down, for as long as memory holds it, and then fails closed', async () => {
    const { wrappingKeys, rootKey, clock } = await createWorld();
    await wrappingKeys.newest();
    rootKey.down = true;

    clock.advance(299);
    await wrappingKeys.newest();
    clock.advance(1);

    await expect(wrappingKeys.newest()).rejects.toMatchObject({ code: 'KEYS_UNAVAILABLE' });
    rootKey.down = false;
    expect(await wrappingKeys.newest()).toMatchObject({ number: 1 });
  });

  it('of a rotation counts everywhere after five minutes, and opens at once what it has wrapped', async () => {
    const world = await createWorld();
    const elsewhere = createRecordKeys(world, { rootKey: world.rootKey });
    await elsewhere.wrappingKeys.newest();
    await world.rotate();

    const stillOld = await elsewhere.wrappingKeys.newest();
    const found = await elsewhere.wrappingKeys.find(2);
    world.clock.advance(300);

    expect(stillOld.number).toBe(1);
    expect(found).toMatchObject({ number: 2 });
    expect(await elsewhere.wrappingKeys.newest()).toMatchObject({ number: 2 });
    expect(await elsewhere.wrappingKeys.find(1)).toMatchObject({ number: 1 });
    expect(await elsewhere.wrappingKeys.find(3)).toBeUndefined();
  });

  it('that many need at once, after a rotation elsewhere, costs one more list and one more call', async () => {
    const world = await createWorld();
    const elsewhere = createRecordKeys(world, { rootKey: world.rootKey });
    await elsewhere.wrappingKeys.newest();
    await world.rotate();
    [world.database.calls.query, world.rootKey.opened] = [0, 0];

    const found = await Promise.all(Array.from({ length: 100 }, () => elsewhere.wrappingKeys.find(2)));

    expect(found.every((each) => each?.number === 2)).toBe(true);
    expect([world.database.calls.query, world.rootKey.opened]).toEqual([1, 1]);
  });

  it('is made by a command alone: without one there is an error that names it', async () => {
    const { wrappingKeys } = createRecordKeys(createTestPlatform(createMemoryDatabase()));

    await expect(wrappingKeys.newest()).rejects.toThrow('npm run data-keys:rotate');
  });

  it('is held in memory though a list fails late that was begun five minutes before', async () => {
    const clock = createTestClock();
    const slow = Promise.withResolvers<readonly SealedWrappingKey[]>();
    const quick = Promise.resolve([{ number: 1, sealed: '', madeAt: clock().toISOString() }]);
    const lists = [slow.promise, quick];
    const wrappingKeys = createWrappingKeys({
      clock,
      list: () => lists.shift() ?? Promise.reject(new Error('listed once too often')),
      open: async (_, number) => wrappingKeyOf(number),
    });

    const early = wrappingKeys.newest().catch((error: Error) => error.message);
    clock.advance(300);
    await wrappingKeys.newest();
    slow.reject(new Error('late'));

    expect(await early).toBe('late');
    expect(await wrappingKeys.newest()).toMatchObject({ number: 1 });
  });

  it('is not stored by a root key that opens none of the earlier ones, nor by one that does not open it', async () => {
    const world = await createWorld();
    const another = createRecordKeys(world, { rootKey: createTestRootKey() });
    const forgetful = { ...createTestRootKey(), opens: async (sealed: Buffer) => String(sealed) === 'sealed 1' };

    const foreign = another.rotate();
    await expect(foreign).rejects.toThrow('the root key opens none of the wrapping keys');
    const lost = createRecordKeys(world, { rootKey: forgetful }).rotate();
    await expect(lost).rejects.toThrow('does not open the wrapping key that it has just made');

    expect(world.database.itemsOf('data-keys')).toHaveLength(1);
    expect(world.database.itemsOf('audit')).toHaveLength(1);
  });

  it('follows one that does not open, as a wrong root key has once left it', async () => {
    const world = await createWorld();
    const stored = world.database.itemsOf('data-keys')[0];
    world.database.plant('data-keys', { ...stored, pk: 'WRAPPING-KEYS', sk: '000002', number: 2, sealed: '' });

    expect(await world.rotate()).toBe(3);

    expect(await world.wrappingKeys.newest()).toMatchObject({ number: 3 });
  });

  it('opens what it has wrapped however many came after it, for one more query in five minutes', async () => {
    const { rotate, wrappingKeys, database } = await createWorld();
    for (let number = 2; number <= 102; number++) await rotate();
    database.calls.query = 0;

    const found = await Promise.all(Array.from({ length: 50 }, () => wrappingKeys.find(1)));
    await wrappingKeys.find(1);

    expect(found.every((each) => each?.number === 1)).toBe(true);
    expect(database.calls.query).toBe(2);
    expect(await wrappingKeys.find(2)).toMatchObject({ number: 2 });
    expect(await wrappingKeys.find(0)).toBeUndefined();
    expect(await wrappingKeys.find(Number.NaN)).toBeUndefined();
  });

  it('is made once by many at once', async () => {
    const { rotate, database } = await createWorld();

    const made = await Promise.allSettled([rotate(), rotate(), rotate()]);

    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(made.filter((each) => each.status === 'rejected').map(({ reason }) => reason.code)).toEqual([
      'KEY_ROTATION_UNDER_WAY',
      'KEY_ROTATION_UNDER_WAY',
    ]);
    expect(database.itemsOf('data-keys').map(({ number }) => number)).toEqual([1, 2]);
    expect(database.itemsOf('audit')).toMatchObject([
      { action: 'wrapping-key.rotated', subject: 'wrapping-keys/1' },
      { action: 'wrapping-key.rotated', subject: 'wrapping-keys/2' },
    ]);
  });
});
