import { beforeEach, describe, expect, it } from '@jest/globals';
import { createKeys, type Keys, keyMaker } from '../../../../support/api-keys.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';

let database: MemoryDatabase;
let keys: Keys;

beforeEach(() => {
  database = createMemoryDatabase();
  keys = createKeys(database);
});

const flip = (character = '') => (character === 'A' ? 'B' : 'A');

describe('live keys', () => {
  it('are read once in three seconds, in one consistent read', async () => {
    const { key } = await keys.make();

    for (let request = 0; request < 3; request += 1) await keys.liveKeys.find(key);
    const within = database.calls.batchGet;
    keys.clock.advance(3);
    await keys.liveKeys.find(key);

    expect(within).toBe(1);
    expect(database.calls).toMatchObject({ get: 0, batchGet: 2, query: 0, write: 0 });
  });

  it('end to the second', async () => {
    const { key } = await keys.make({ expiresAt: '2026-03-08T09:30:02.000Z' });

    const before = await keys.liveKeys.find(key);
    keys.clock.advance(2);

    expect(before).toBeDefined();
    expect(await keys.liveKeys.find(key)).toBeUndefined();
  });

  it('let nobody in with another secret, neither before the key is known nor after', async () => {
    const { key } = await keys.make();
    const forged = key.slice(0, -20) + flip(key.at(-20)) + key.slice(-19);

    const before = await keys.liveKeys.find(forged);
    const genuine = await keys.liveKeys.find(key);
    const after = await keys.liveKeys.find(forged);

    expect([before, after]).toEqual([undefined, undefined]);
    expect(genuine).toBeDefined();
  });

  it('let nobody in with any one character changed', async () => {
    const { key } = await keys.make();
    const forged = [...key].map((character, at) => key.slice(0, at) + flip(character) + key.slice(at + 1));

    const found = await Promise.all(forged.map((text) => keys.liveKeys.find(text)));

    expect(found.filter(Boolean)).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['words', 'not a key'],
    ['an id in capitals', `polyclinic_019A0000-0000-7000-8000-0000000000C1_${'A'.repeat(43)}`],
    ['a secret that is too short', `polyclinic_019a0000-0000-7000-8000-0000000000c1_${'A'.repeat(42)}`],
    ['a secret that is too long', `polyclinic_019a0000-0000-7000-8000-0000000000c1_${'A'.repeat(44)}`],
    ['padding', `polyclinic_019a0000-0000-7000-8000-0000000000c1_${'A'.repeat(43)}=`],
    ['a line end', `polyclinic_019a0000-0000-7000-8000-0000000000c1_${'A'.repeat(43)}\n`],
    ['a megabyte', 'A'.repeat(1_000_000)],
  ])('are not looked for by %s', async (_, text) => {
    expect(await keys.liveKeys.find(text)).toBeUndefined();
    expect(database.calls.batchGet).toBe(0);
  });

  it('are found as soon as they are made, though they were asked for before', async () => {
    const { id, key } = await keys.make();
    const [item] = database.itemsOf('identity');
    await keys.apiKeys.revoke(keyMaker, id);
    const before = await keys.liveKeys.find(key);
    if (item) database.plant('identity', item);

    expect(before).toBeUndefined();
    expect(await keys.liveKeys.find(key)).toMatchObject({ keyId: id });
  });

  it('lose a permission that is none any more', async () => {
    const { key } = await keys.make();
    const [item] = database.itemsOf('identity');
    if (item) database.plant('identity', { ...item, permissions: ['faxes:send'] });

    expect(await keys.liveKeys.find(key)).toMatchObject({ permissions: new Set() });
  });
});
