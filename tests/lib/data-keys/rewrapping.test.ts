import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Owner } from '../../../lib/data-keys/data-key.ts';
import { destroyDataKey } from '../../../lib/data-keys/data-key-repository.ts';
import { createRewrapping } from '../../../lib/data-keys/rewrapping.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { createRecordKeys, createTestRootKey } from '../../support/record-keys.ts';

const owners = Array.from({ length: 101 }, (_, index): Owner => `patients/${index}`);

const rootKey = createTestRootKey();
const origin = createMemoryDatabase();
const made = new Map<Owner, string>();

/** A stage with more data keys than a page, wrapped by a key that is not the newest any more. */
beforeAll(async () => {
  const keys = createRecordKeys(createTestPlatform(origin), { rootKey });
  await keys.rotate();
  for (const owner of owners) made.set(owner, bytesOf(await keys.keyring.obtain(owner)));
  await keys.rotate();
});

/** A process of that stage, on a store that nobody else writes. */
function createWorld() {
  const database = origin.fork();
  const platform = createTestPlatform(database);
  const keys = createRecordKeys(platform, { rootKey });
  const wrappers = () => Object.groupBy(database.itemsOf('data-keys'), ({ wrappedBy }) => String(wrappedBy));
  const loseFrom = (first: number) => {
    const lost = database.itemsOf('data-keys').filter(({ number }) => Number(number) >= first);
    return Promise.all(
      lost.map(({ pk, sk }) => database.write({ kind: 'delete', table: 'data-keys', key: { pk, sk } })),
    );
  };
  return { ...platform, ...keys, database, wrappers, loseFrom, rewrapAll: createRewrapping({ ...platform, ...keys }) };
}

const bytesOf = (key: { derive(purpose: string): { export(): Buffer } }) =>
  key.derive('fields').export().toString('hex');

describe('data keys whose wrapping key was rotated', () => {
  it('open as before, and new ones are wrapped by the newest', async () => {
    const { keyring, wrappers } = createWorld();

    await keyring.obtain('patients/new');

    expect(bytesOf(await keyring.get('patients/0'))).toBe(made.get('patients/0'));
    expect(wrappers()).toMatchObject({ 1: { length: 101 }, 2: { length: 1 } });
  });

  it('are all wrapped anew, and are the same keys', async () => {
    const { rewrapAll, keyring, wrappers } = createWorld();

    const outcome = await rewrapAll();

    expect(outcome).toEqual({ rewrapped: 101, broken: 0, closed: [] });
    expect(wrappers()).toMatchObject({ 2: { length: 101 } });
    const found = await keyring.find(owners.slice(0, 100));
    expect([...found].map(([owner, key]) => [owner, bytesOf(key)])).toEqual([...made].slice(0, 100));
    expect(await rewrapAll()).toEqual({ rewrapped: 0, broken: 0, closed: [] });
  });

  it('stay destroyed when that happens at the same moment', async () => {
    const { rewrapAll, commit, clock, database } = createWorld();
    const destroy = () => commit([destroyDataKey('patients/7', clock(), () => new Error('twice'))]);
    database.hooks.before = async (operation) => {
      if (operation !== 'write') return;
      database.hooks.before = undefined;
      await destroy();
    };

    await rewrapAll();

    const left = database.itemsOf('data-keys').find(({ pk }) => pk === 'PATIENTS#7');
    expect(left).not.toHaveProperty('wrapped');
  });

  it('are left as they are, and told, where they do not open', async () => {
    const { rewrapAll, database } = createWorld();
    const eve = database.itemsOf('data-keys').find(({ pk }) => pk === 'PATIENTS#1');
    database.plant('data-keys', { ...eve, pk: 'PATIENTS#0', sk: 'KEY', owner: 'patients/0' });

    const { result, lines } = await withLogLines(rewrapAll);

    expect(result).toEqual({ rewrapped: 100, broken: 1, closed: [] });
    expect(lines).toContainEqual(expect.objectContaining({ message: 'seal broken' }));
    expect(database.itemsOf('data-keys')).toContainEqual(expect.objectContaining({ pk: 'PATIENTS#0', wrappedBy: '1' }));
  });

  it('are wrapped anew past earlier keys that do not open or are gone, which are named', async () => {
    const { rewrapAll, rotate, database, wrappers } = createWorld();
    for (let number = 3; number <= 5; number++) await rotate();
    const itemOf = (sk: string) => database.itemsOf('data-keys').find((item) => item.sk === sk);
    database.plant('data-keys', { ...itemOf('000002'), pk: 'WRAPPING-KEYS', sk: '000002', sealed: '' });
    await database.write({ kind: 'delete', table: 'data-keys', key: { pk: 'WRAPPING-KEYS', sk: '000003' } });

    const { result, lines } = await withLogLines(rewrapAll);

    expect(result).toEqual({ rewrapped: 101, broken: 0, closed: [2, 3] });
    expect(wrappers()).toMatchObject({ 5: { length: 101 } });
    expect(lines).toContainEqual(expect.objectContaining({ message: 'seal broken' }));
  });

  it('are told as lost where the newest wrapping keys are gone, whose numbers are never taken again', async () => {
    const { rewrapAll, rotate, keyring, clock, wrappers, loseFrom, database } = createWorld();
    for (const rotations of [1, 2]) {
      for (let made = 0; made < rotations; made++) await rotate();
      clock.advance(300);
      await keyring.obtain(`patients/after-${rotations}`);
    }
    await loseFrom(3);
    database.calls.query = 0;

    const number = await rotate();
    const queries = database.calls.query;
    clock.advance(300);

    // The keys 3 and 5 have wrapped something, and key 4, between them, has not.
    expect([number, queries]).toEqual([6, 1 + 2 * 8]);
    expect(await rewrapAll()).toEqual({ rewrapped: 101, broken: 0, closed: [3, 4, 5] });
    expect(wrappers()).toMatchObject({ 3: { length: 1 }, 5: { length: 1 }, 6: { length: 101 } });
  });

  it('are told as lost where the only wrapping key is gone', async () => {
    const { rewrapAll, rotate, loseFrom } = createWorld();
    await loseFrom(1);

    expect(await rotate()).toBe(2);

    expect(await rewrapAll()).toEqual({ rewrapped: 0, broken: 0, closed: [1] });
  });

  it('are not left unsaid where the root key cannot be asked for an earlier key', async () => {
    const { rewrapAll, wrappingKeys } = createWorld();
    await wrappingKeys.newest();
    rootKey.down = true;

    await expect(rewrapAll()).rejects.toMatchObject({ code: 'KEYS_UNAVAILABLE' });
    rootKey.down = false;
  });

  it.each([0, 1, 2, 3, 40, 100, 101])(
    'are wrapped anew by a second run where the first one was killed after %d calls',
    async (survived) => {
      const { rewrapAll, database, wrappers } = createWorld();
      let calls = 0;
      database.hooks.before = () => {
        if (++calls > survived) throw new Error('killed');
      };
      await expect(rewrapAll()).rejects.toThrow('killed');
      database.hooks.before = undefined;

      await rewrapAll();

      expect(wrappers()).toMatchObject({ 2: { length: 101 } });
    },
  );
});
