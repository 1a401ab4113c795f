import { createSecretKey } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { Owner } from '../../../lib/data-keys/data-key.ts';
import { dataKeyAt, destroyDataKey } from '../../../lib/data-keys/data-key-repository.ts';
import { Conflict } from '../../../lib/errors.ts';
import { jsonOf, tracesOf } from '../../support/canaries.ts';
import { metricsOf } from '../../support/embedded-metrics.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { createRecordKeys, createTestRootKey, wrappingKeyOf } from '../../support/record-keys.ts';

process.env.POLYCLINIC_METRICS = 'on';

const ada = 'patients/ada';
const erased = () => new Conflict('ERASED', 'Erased before.');

async function createWorld({ held = [] as string[], wrappingKey = '' } = {}) {
  const database = createMemoryDatabase();
  const platform = createTestPlatform(database);
  const rootKey = createTestRootKey(wrappingKey ? () => createSecretKey(Buffer.from(wrappingKey)) : wrappingKeyOf);
  const keys = createRecordKeys(platform, { held, rootKey });
  await keys.rotate();
  const create = async (owner: Owner) => {
    const { key, write } = await keys.keyring.make(owner);
    await platform.commit([write]);
    return key;
  };
  const destroy = (owner: Owner) => platform.commit([destroyDataKey(owner, platform.clock(), erased)]);
  return { ...platform, ...keys, database, create, destroy };
}

const bytesOf = (key: { derive(purpose: string): { export(): Buffer } }) =>
  key.derive('fields').export().toString('hex');

describe('a data key', () => {
  it('is made with its owner, in the same transaction, and is the same ever after', async () => {
    const { create, keyring } = await createWorld();

    const made = await create(ada);

    expect(bytesOf(await keyring.get(ada))).toBe(bytesOf(made));
    expect(bytesOf(await create('patients/eve'))).not.toBe(bytesOf(made));
  });

  it('is no other for another purpose', async () => {
    const { create } = await createWorld();
    const key = await create(ada);

    const [fields, hashes] = ['fields', 'hash:name'].map((purpose) => key.derive(purpose).export().toString('hex'));

    expect(fields).not.toBe(hashes);
  });

  it('is never made a second time', async () => {
    const { create } = await createWorld();
    await create(ada);

    await expect(create(ada)).rejects.toMatchObject({ code: 'DATA_KEY_EXISTS' });
  });

  it('is made by whoever needs it first, once by many at once', async () => {
    const { keyring, database } = await createWorld();

    const keys = await Promise.all(Array.from({ length: 20 }, () => keyring.obtain('users/ada')));

    expect(new Set(keys.map(bytesOf)).size).toBe(1);
    expect(database.itemsOf('data-keys').filter(({ pk }) => pk === 'USERS#ada')).toHaveLength(1);
  });

  it('is one key though the answer to its write was lost', async () => {
    const { keyring, database } = await createWorld();
    database.hooks.after = (operation) => {
      if (operation !== 'write') return;
      database.hooks.after = undefined;
      throw new AnswerLost();
    };

    const key = await keyring.obtain('users/ada');

    expect(bytesOf(await keyring.obtain('users/ada'))).toBe(bytesOf(key));
  });

  it('is not said to be missing where it could not be stored', async () => {
    const { keyring, database } = await createWorld();
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new TypeError('a defect');
    };

    const { result, lines } = await withLogLines(() => keyring.obtain('users/ada').catch((error: Error) => error));

    expect([result, lines]).toEqual([new TypeError('a defect'), []]);
  });

  it('that is missing though nobody destroyed it is told apart, logged and counted', async () => {
    const { keyring } = await createWorld();

    const { lines } = await withLogLines(() => expect(keyring.get(ada)).rejects.toThrow('no data key of patients/ada'));

    expect(lines).toMatchObject([{ level: 'error', message: 'data key missing' }, { message: 'count' }]);
    expect(lines.slice(1).map(metricsOf)).toEqual([{ 'data_keys.missing by ': '1 Count' }]);
  });
});

describe('the data keys of a page', () => {
  const owners = Array.from({ length: 100 }, (_, index) => `patients/${index}` as const);

  it('are read by one batch, without a call to the root key', async () => {
    const { create, keyring, database, rootKey } = await createWorld();
    for (const owner of owners) await create(owner);
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
    rootKey.opened = 0;

    const found = await keyring.find(owners);

    expect([...found.keys()]).toEqual(owners);
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 0 });
    expect(rootKey.opened).toBe(0);
  });

  it('are read once for an owner who has several rows', async () => {
    const { create, keyring } = await createWorld();
    await create(ada);

    expect([...(await keyring.find([ada, ada])).keys()]).toEqual([ada]);
  });

  it('leave out what is erased, and what is missing, which is told', async () => {
    const { create, destroy, keyring } = await createWorld();
    await create('patients/1');
    await create('patients/2');
    await destroy('patients/2');

    const { result, lines } = await withLogLines(() => keyring.find(['patients/1', 'patients/2', 'patients/3']));

    expect([...result.keys()]).toEqual(['patients/1']);
    expect(lines.filter(({ message }) => message === 'data key missing')).toHaveLength(1);
  });

  it('leave out what does not open, by its own fault or its wrapping key’s, which is told', async () => {
    const { create, keyring, database } = await createWorld();
    for (const owner of owners.slice(0, 4)) await create(owner);
    const itemOf = (pk: string) => database.itemsOf('data-keys').find((item) => item.pk === pk);
    database.plant('data-keys', { ...itemOf('PATIENTS#1'), pk: 'PATIENTS#2', sk: 'KEY' });
    database.plant('data-keys', {
      ...itemOf('WRAPPING-KEYS'),
      pk: 'WRAPPING-KEYS',
      sk: '000002',
      number: 2,
      sealed: '',
    });
    database.plant('data-keys', { ...itemOf('PATIENTS#3'), pk: 'PATIENTS#3', sk: 'KEY', wrappedBy: '2' });

    const { result, lines } = await withLogLines(() => keyring.find(owners.slice(0, 4)));

    expect([...result.keys()]).toEqual(['patients/0', 'patients/1']);
    expect(lines.filter(({ message }) => message === 'seal broken')).toHaveLength(2);
    expect(lines.filter(({ message }) => message === 'count').map(metricsOf)).toEqual([
      { 'seals.broken by ': '1 Count' },
      { 'seals.broken by ': '1 Count' },
    ]);
  });

  it('are none while the root key cannot be asked', async () => {
    const { create, keyring, rootKey, clock } = await createWorld();
    await create(ada);
    clock.advance(300);
    rootKey.down = true;

    await expect(keyring.find([ada])).rejects.toMatchObject({ code: 'KEYS_UNAVAILABLE' });
  });

  it('can be read together with their records, by dataKeyAt', async () => {
    const { create, keyring, read, database } = await createWorld();
    const made = await create(ada);
    database.calls.batchGet = 0;

    const [stored] = await read.findTogether([dataKeyAt(ada)]);

    expect(bytesOf(await keyring.open(ada, stored))).toBe(bytesOf(made));
    expect(database.calls.batchGet).toBe(1);
  });
});

describe('a data key that is destroyed', () => {
  it('leaves no key behind, when it was, and that there is never to be another', async () => {
    const { create, destroy, database, keyring } = await createWorld();
    await create(ada);

    await destroy(ada);

    const [left] = database.itemsOf('data-keys').filter(({ pk }) => pk === 'PATIENTS#ada');
    expect(left).toMatchObject({ owner: ada, erasedAt: '2026-03-08T09:30:00.000Z', version: 2 });
    expect(Object.keys(left ?? {}).sort()).toEqual(['commitId', 'entity', 'erasedAt', 'owner', 'pk', 'sk', 'version']);
    await expect(create(ada)).rejects.toMatchObject({ code: 'DATA_KEY_EXISTS' });
    await expect(keyring.obtain(ada)).rejects.toMatchObject({ name: 'KeyErased' });
  });

  it('is of no use from that moment on, in any process', async () => {
    const { create, destroy, keyring } = await createWorld();
    await create(ada);
    await keyring.get(ada);
    await keyring.find([ada]);

    await destroy(ada);

    expect(await keyring.find([ada])).toEqual(new Map());
    await expect(keyring.get(ada)).rejects.toMatchObject({ name: 'KeyErased' });
  });

  it('was destroyed once, at the first time', async () => {
    const { create, destroy, clock, database } = await createWorld();
    await create(ada);
    await destroy(ada);
    clock.advance(60);

    await expect(destroy(ada)).rejects.toMatchObject({ code: 'ERASED' });

    expect(database.itemsOf('data-keys')).toContainEqual(
      expect.objectContaining({ owner: ada, erasedAt: '2026-03-08T09:30:00.000Z' }),
    );
  });

  it('need not have been there: nobody makes it afterwards', async () => {
    const { destroy, keyring } = await createWorld();
    await destroy('users/ada');

    await expect(keyring.obtain('users/ada')).rejects.toMatchObject({ name: 'KeyErased' });
  });

  it('stays destroyed when it is made at the same moment', async () => {
    const { destroy, keyring, database } = await createWorld();
    database.hooks.before = async (operation) => {
      if (operation !== 'write') return;
      database.hooks.before = undefined;
      await destroy('users/ada');
    };

    await expect(keyring.obtain('users/ada')).rejects.toMatchObject({ name: 'KeyErased' });
  });

  it('that memory holds opens for five minutes more at the most', async () => {
    const { create, destroy, keyring, clock } = await createWorld({ held: ['clinics'] });
    await create('clinics/one');
    await keyring.get('clinics/one');
    await destroy('clinics/one');

    clock.advance(299);
    await keyring.get('clinics/one');
    await keyring.find(['clinics/one']);
    clock.advance(1);

    await expect(keyring.get('clinics/one')).rejects.toMatchObject({ name: 'KeyErased' });
    expect(await keyring.find(['clinics/one'])).toEqual(new Map());
  });
});

describe('a data key that memory holds', () => {
  it.each(['get', 'find'] as const)('is held from before its read, however long that takes: %s', async (way) => {
    const { create, destroy, keyring, clock, database } = await createWorld({ held: ['clinics'] });
    await create('clinics/one');
    database.hooks.after = async (operation) => {
      if (operation !== 'batchGet') return;
      database.hooks.after = undefined;
      await destroy('clinics/one');
      clock.advance(60);
    };
    await (way === 'get' ? keyring.get('clinics/one') : keyring.find(['clinics/one']));

    clock.advance(240);

    await expect(keyring.get('clinics/one')).rejects.toMatchObject({ name: 'KeyErased' });
  });

  it('costs a page nothing: neither a read nor a call to the root key', async () => {
    const { create, keyring, database, rootKey } = await createWorld({ held: ['clinics'] });
    await create('clinics/one');
    await keyring.get('clinics/one');
    [database.calls.batchGet, rootKey.opened] = [0, 0];

    await keyring.get('clinics/one');
    await keyring.find(['clinics/one', 'clinics/one']);

    expect([database.calls.batchGet, rootKey.opened]).toEqual([0, 0]);
  });
});

describe('a stored data key', () => {
  const swap = async () => {
    const world = await createWorld();
    await world.create(ada);
    await world.create('patients/eve');
    const itemOf = (pk: string) => world.database.itemsOf('data-keys').find((item) => item.pk === pk);
    return { ...world, itemOf };
  };

  it.each([
    ['swapped for another’s', 'PATIENTS#eve', {}],
    ['changed', 'PATIENTS#ada', { wrapped: 'A'.repeat(80) }],
    ['cut', 'PATIENTS#ada', { wrapped: '' }],
    ['told to be wrapped by a key that there is not', 'PATIENTS#ada', { wrappedBy: '7' }],
  ])('is refused, logged and counted when it was %s', async (_, from, change) => {
    const { database, itemOf, keyring } = await swap();
    const item = itemOf(from);
    database.plant('data-keys', { ...item, pk: 'PATIENTS#ada', sk: 'KEY', ...change });

    const { lines } = await withLogLines(() => expect(keyring.get(ada)).rejects.toThrow('patients/ada does not open'));

    expect(lines).toMatchObject([{ level: 'error', message: 'seal broken' }, { message: 'count' }]);
    expect(lines.slice(1).map(metricsOf)).toEqual([{ 'seals.broken by ': '1 Count' }]);
  });
});

describe('the bytes of a key', () => {
  const sentinel = 'sentinel-in-place-of-random-byte';

  it('stand in no error, log line or value that somebody prints', async () => {
    const { keyring, wrappingKeys, commit, database } = await createWorld({ wrappingKey: sentinel });
    const { key, write } = await keyring.make(ada);
    await commit([write]);
    const item = database.itemsOf('data-keys').find(({ pk }) => pk === 'PATIENTS#ada');
    database.plant('data-keys', { ...item, pk: 'PATIENTS#eve', sk: 'KEY' });

    const { result, lines } = await withLogLines(async () => [
      ...(await Promise.allSettled([keyring.get('patients/eve'), keyring.get('patients/zoe')])),
      ...[key, keyring, await wrappingKeys.newest(), wrappingKeys],
    ]);

    const shown = [jsonOf('the log', lines), jsonOf('JSON', result)];
    const printed = { name: 'what is printed', bytes: Buffer.from(inspect(result, { depth: 20, showHidden: true })) };
    const secrets = ['fields', 'hash:name'].map((purpose) => key.derive(purpose).export());
    expect((await wrappingKeys.newest()).key.export().toString()).toBe(sentinel);
    expect(tracesOf([sentinel], [...shown, printed])).toEqual([]);
    for (const secret of secrets)
      expect([...shown, printed].filter(({ bytes }) => isIn(bytes, secret)).map(({ name }) => name)).toEqual([]);
    expect(lines.map(({ message }) => message)).toContain('seal broken');
  });
});

function isIn(bytes: Buffer, secret: Buffer): boolean {
  return (['latin1', 'hex', 'base64', 'base64url'] as const).some((encoding) =>
    bytes.includes(secret.toString(encoding)),
  );
}
