import { describe, expect, it } from '@jest/globals';
import {
  absent,
  allOf,
  anyOf,
  atLeast,
  atMost,
  type Condition,
  equals,
  greaterThan,
  lessThan,
  notEquals,
  present,
} from '../../../lib/data/condition.ts';
import {
  type Action,
  type Changes,
  ConditionFailed,
  type Database,
  type Index,
  type Item,
  type PlainAction,
  type QueryRequest,
} from '../../../lib/data/database.ts';
import { newId } from '../../../lib/ids.ts';

const pending: Index = { name: 'pending', partitionKey: 'pending', sortKey: 'sk' };

function put(item: Item, condition?: Condition): Action & { kind: 'put' } {
  return { kind: 'put', table: 'events', item, ...(condition && { condition }) };
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error) => error,
  );
}

/** What every database must do; each case keeps to partitions of its own. */
export function describeDatabase(name: string, open: () => Database): void {
  const key = () => ({ pk: newId(), sk: 'A' });
  const read = (item: { pk: string; sk: string }) =>
    open().get({ table: 'events', key: { pk: item.pk, sk: item.sk }, consistent: true });

  describe(`${name}: single items`, () => {
    it('gives back what was put, in all types of JSON and bytes', async () => {
      const item = {
        ...key(),
        text: 'ü',
        empty: '',
        number: 1.5,
        flag: false,
        none: null,
        list: [1, { a: ['b'] }],
        bytes: Uint8Array.of(1, 2),
      };

      await open().write(put({ ...item, gone: undefined }));

      expect(await read(item)).toEqual(item);
    });

    it('finds nothing where nothing is', async () => {
      expect(await read(key())).toBeUndefined();
    });

    it('keeps tables apart', async () => {
      const item = key();

      await open().write(put(item));

      expect(await open().get({ table: 'audit', key: item, consistent: false })).toBeUndefined();
    });

    it('replaces the whole item by a put', async () => {
      const item = key();

      await open().write(put({ ...item, one: 1 }));
      await open().write(put({ ...item, two: 2 }));

      expect(await read(item)).toEqual({ ...item, two: 2 });
    });

    it('updates by setting, removing and adding', async () => {
      const item = key();
      await open().write(put({ ...item, name: 'old', gone: true, count: 2 }));

      const add = { count: -3, fresh: 1, debt: -2, none: 0 };
      const changes = { set: { name: 'new', list: [1] }, remove: ['gone', 'never'], add };
      await open().write({ kind: 'update', table: 'events', key: item, changes });

      expect(await read(item)).toEqual({ ...item, name: 'new', list: [1], count: -1, fresh: 1, debt: -2, none: 0 });
    });

    it('answers the item as an update left it, and nothing for a put or a delete', async () => {
      const item = key();

      const answers = [
        await open().write(put({ ...item, name: 'old' })),
        await open().write({ kind: 'update', table: 'events', key: item, changes: { add: { count: 2 } } }),
        await open().write({ kind: 'delete', table: 'events', key: item }),
      ];

      expect(answers).toEqual([undefined, { ...item, name: 'old', count: 2 }, undefined]);
    });

    it('creates the item by an update without a condition', async () => {
      const item = key();

      await open().write({ kind: 'update', table: 'events', key: item, changes: { add: { count: 1, debt: -2 } } });

      expect(await read(item)).toEqual({ ...item, count: 1, debt: -2 });
    });

    it.each([{ set: { count: 1 }, add: { count: 1 } }, { set: { sk: 'B' } }, { add: { name: 1 } }, {}])(
      'refuses the update %j',
      async (changes) => {
        const item = { ...key(), name: 'text' };
        await open().write(put(item));

        const failure = await failureOf(
          open().write({ kind: 'update', table: 'events', key: { pk: item.pk, sk: item.sk }, changes }),
        );

        expect(failure).toBeInstanceOf(Error);
        expect(failure).not.toBeInstanceOf(ConditionFailed);
        expect(await read(item)).toEqual(item);
      },
    );

    it('deletes, also what is not there', async () => {
      const item = key();
      await open().write(put(item));

      await open().write({ kind: 'delete', table: 'events', key: item });
      await open().write({ kind: 'delete', table: 'events', key: item });

      expect(await read(item)).toBeUndefined();
    });

    it('refuses an empty key', async () => {
      await expect(open().write(put({ pk: '', sk: 'A' }))).rejects.toThrow();
    });
  });

  describe(`${name}: conditions`, () => {
    const stored = { text: 'b', number: 5, flag: true };

    it.each<[boolean, Condition]>([
      [true, present('text')],
      [false, present('other')],
      [true, absent('other')],
      [false, absent('text')],
      [true, equals('text', 'b')],
      [true, equals('flag', true)],
      [false, equals('number', '5')],
      [false, equals('other', 'b')],
      [true, notEquals('text', 'a')],
      [false, notEquals('text', 'b')],
      [true, notEquals('number', '5')],
      [true, notEquals('other', 'b')],
      [true, lessThan('number', 6)],
      [false, lessThan('number', 5)],
      [true, atMost('number', 5)],
      [true, greaterThan('text', 'a')],
      [false, greaterThan('text', 'b')],
      [true, atLeast('text', 'b')],
      [true, lessThan('text', 'é')],
      [false, lessThan('number', 'z')],
      [false, greaterThan('number', '')],
      [false, lessThan('other', 6)],
      [false, atLeast('other', 0)],
      [true, allOf(present('text'), equals('number', 5))],
      [false, allOf(present('text'), equals('number', 6))],
      [true, anyOf(present('other'), equals('number', 5))],
      [false, anyOf(present('other'), equals('number', 6))],
      [true, allOf(anyOf(absent('text'), present('flag')), notEquals('number', 6))],
      [true, allOf(anyOf(absent('text'), equals('number', 5)))],
      [true, anyOf(allOf(present('text'), equals('number', 5)))],
    ])('judges %s: %j', async (verdict, condition) => {
      const item = { ...key(), ...stored };
      await open().write(put(item));

      const failure = await failureOf(open().write(put({ ...item, written: true }, condition)));

      expect(failure === undefined).toBe(verdict);
      expect((await read(item))?.written === true).toBe(verdict);
    });

    it.each<[boolean, Condition]>([
      [true, absent('pk')],
      [false, present('pk')],
      [true, notEquals('text', 'b')],
      [false, equals('text', 'b')],
    ])('judges %s where there is no item: %j', async (verdict, condition) => {
      const failure = await failureOf(open().write(put(key(), condition)));

      expect(failure === undefined).toBe(verdict);
    });

    it.each(['put', 'update', 'delete'] as const)('gives the old item when a %s is refused', async (kind) => {
      const item = { ...key(), text: 'b', list: [{ deep: 1 }] };
      await open().write(put(item));
      const condition = absent('pk');
      const at = { table: 'events', key: { pk: item.pk, sk: item.sk }, condition } as const;
      const actions = {
        put: put(item, condition),
        update: { kind: 'update', ...at, changes: { set: { text: 'c' } } },
        delete: { kind: 'delete', ...at },
      } as const;

      const failure = await failureOf(open().write(actions[kind]));

      expect(failure).toBeInstanceOf(ConditionFailed);
      expect(failure).toMatchObject({ failures: [{ index: 0, old: item }] });
      expect(await read(item)).toEqual(item);
    });

    it('gives no old item when there is none', async () => {
      const failure = await failureOf(
        open().write({ kind: 'delete', table: 'events', key: key(), condition: present('pk') }),
      );

      expect((failure as ConditionFailed).failures).toEqual([{ index: 0, old: undefined }]);
    });

    it('lets one of 20 concurrent inserts win', async () => {
      const item = key();
      const rivals = Array.from({ length: 20 }, (_, rival) => put({ ...item, rival }, absent('pk')));

      const failures = await Promise.all(rivals.map((action) => failureOf(open().write(action))));

      const winners = rivals.filter((_, rival) => failures[rival] === undefined);
      expect(winners).toHaveLength(1);
      expect(failures.filter((failure) => failure instanceof ConditionFailed)).toHaveLength(19);
      expect(await read(item)).toEqual(winners[0]?.item);
    });
  });

  describe(`${name}: transactions`, () => {
    it('carries out puts, updates, deletes and checks together, over tables', async () => {
      const [made, changed, deleted, checked] = [key(), key(), key(), key()];
      for (const item of [changed, deleted, checked]) await open().write(put(item));

      await open().transact(
        [
          { kind: 'put', table: 'audit', item: made },
          {
            kind: 'update',
            table: 'events',
            key: changed,
            changes: { set: { name: 'new' } },
            condition: present('pk'),
          },
          { kind: 'delete', table: 'events', key: deleted },
          { kind: 'check', table: 'events', key: checked, condition: present('pk') },
        ],
        newId(),
      );

      expect(await open().get({ table: 'audit', key: made, consistent: true })).toEqual(made);
      expect(await read(changed)).toEqual({ ...changed, name: 'new' });
      expect(await read(deleted)).toBeUndefined();
      expect(await read(checked)).toEqual(checked);
    });

    it('changes nothing when one condition fails, and tells all that failed with their items', async () => {
      const [fresh, taken, missing] = [key(), { ...key(), name: 'taken' }, key()];
      await open().write(put(taken));

      const failure = await failureOf(
        open().transact(
          [
            put(fresh, absent('pk')),
            put({ ...taken, name: 'other' }, absent('pk')),
            { kind: 'check', table: 'events', key: missing, condition: present('pk') },
          ],
          newId(),
        ),
      );

      expect(failure).toBeInstanceOf(ConditionFailed);
      expect((failure as ConditionFailed).failures).toEqual([
        { index: 1, old: taken },
        { index: 2, old: undefined },
      ]);
      expect(await read(fresh)).toBeUndefined();
      expect(await read(taken)).toEqual(taken);
    });

    it('takes 100 actions', async () => {
      const items = Array.from({ length: 100 }, key);

      await open().transact(
        items.map((item) => put(item, absent('pk'))),
        newId(),
      );

      expect(await open().batchGet(items.map((item) => ({ table: 'events', key: item, consistent: true })))).toEqual(
        items,
      );
    });

    it('refuses 101 actions', async () => {
      const items = Array.from({ length: 101 }, key);

      await expect(
        open().transact(
          items.map((item) => put(item)),
          newId(),
        ),
      ).rejects.toThrow();
    });

    it('refuses an item twice, changing nothing', async () => {
      const item = key();

      const failure = await failureOf(
        open().transact([put(item), { kind: 'check', table: 'events', key: item, condition: absent('pk') }], newId()),
      );

      expect(failure).toBeInstanceOf(Error);
      expect(await read(item)).toBeUndefined();
    });

    it('changes nothing again for the same token', async () => {
      const item = key();
      const token = newId();
      const actions: Action[] = [{ kind: 'update', table: 'events', key: item, changes: { add: { count: 1 } } }];

      await open().transact(actions, token);
      await open().transact(actions, token);

      expect(await read(item)).toEqual({ ...item, count: 1 });
    });

    it('refuses the same token with other actions', async () => {
      const token = newId();
      await open().transact([put(key())], token);

      await expect(open().transact([put(key())], token)).rejects.toThrow();
    });
  });

  describe(`${name}: batch reads`, () => {
    it('gives items in the order asked for, and undefined for what is not there', async () => {
      const [first, second, missing] = [{ ...key(), name: 'first' }, { ...key(), name: 'second' }, key()];
      await open().write(put(first));
      await open().write({ ...put(second), table: 'audit' });

      const found = await open().batchGet([
        { table: 'audit', key: { pk: second.pk, sk: 'A' }, consistent: true },
        { table: 'events', key: missing, consistent: true },
        { table: 'events', key: { pk: first.pk, sk: 'A' }, consistent: true },
      ]);

      expect(found).toEqual([second, undefined, first]);
    });

    it('refuses a key twice and more than 100 keys', async () => {
      const twice = { table: 'events', key: key(), consistent: true } as const;
      const many = Array.from({ length: 101 }, () => ({ ...twice, key: key() }));

      await expect(open().batchGet([twice, twice])).rejects.toThrow();
      await expect(open().batchGet(many)).rejects.toThrow();
    });
  });

  describe(`${name}: queries`, () => {
    const sortKeysOf = async (request: Omit<QueryRequest, 'table'>) =>
      (await open().query({ table: 'events', ...request })).items.map(({ sk }) => sk);
    const plantAll = async (sortKeys: readonly string[], attributes: (sk: string) => object = () => ({})) => {
      const partition = newId();
      for (const sk of sortKeys) await open().write(put({ pk: partition, sk, ...attributes(sk) }));
      return partition;
    };

    it('orders a partition by the bytes of the sort key, both ways', async () => {
      const partition = await plantAll(['b', 'é', 'a', '\u{10000}', '\uffff', 'B']);

      const ordered = ['B', 'a', 'b', 'é', '\uffff', '\u{10000}'];
      expect(await sortKeysOf({ partition })).toEqual(ordered);
      expect(await sortKeysOf({ partition, descending: true })).toEqual(ordered.toReversed());
    });

    it('takes a prefix, or a range with both its ends', async () => {
      const partition = await plantAll(['A#1', 'A#2', 'A#3', 'B#1']);

      expect(await sortKeysOf({ partition, range: { prefix: 'A#' } })).toEqual(['A#1', 'A#2', 'A#3']);
      expect(await sortKeysOf({ partition, range: { from: 'A#2', to: 'B#1' } })).toEqual(['A#2', 'A#3', 'B#1']);
    });

    it.each([false, true])('pages through all items once, descending %s', async (descending) => {
      const sortKeys = ['1', '2', '3', '4', '5'];
      const partition = await plantAll(sortKeys);

      const seen: string[] = [];
      let next: Readonly<Record<string, string>> | undefined;
      do {
        const page = await open().query({
          table: 'events',
          partition,
          descending,
          limit: 2,
          ...(next && { after: next }),
        });
        seen.push(...page.items.map(({ sk }) => sk));
        next = page.next;
      } while (next);

      expect(seen).toEqual(descending ? sortKeys.toReversed() : sortKeys);
    });

    it('says where a full page ended, and nothing at the end of a query without a limit', async () => {
      const partition = await plantAll(['1', '2', '3']);

      const full = await open().query({ table: 'events', partition, limit: 2, consistent: true });
      const whole = await open().query({ table: 'events', partition });

      expect(full.next).toEqual({ pk: partition, sk: '2' });
      expect(whole.next).toBeUndefined();
    });

    it('reads a sparse index, page by page, without the items that lack its attribute', async () => {
      const shard = newId();
      await plantAll(['1', '2', '3', '4'], (sk) => (sk === '2' ? {} : { pending: shard }));

      const first = await open().query({ table: 'events', index: pending, partition: shard, limit: 2 });
      const second = await open().query({
        table: 'events',
        index: pending,
        partition: shard,
        limit: 2,
        ...(first.next && { after: first.next }),
      });

      expect([...first.items, ...second.items].map(({ sk }) => sk)).toEqual(['1', '3', '4']);
      expect(Object.keys(first.next ?? {}).sort()).toEqual(['pending', 'pk', 'sk']);
    });

    it('goes on after an item that is gone, and refuses with INVALID_CURSOR to go on from outside of what is queried', async () => {
      const partition = await plantAll(['A#1', 'A#2', 'B#1']);
      const codeOf = async (request: Omit<QueryRequest, 'table' | 'partition'>, queried = partition) => {
        const failure = await failureOf(open().query({ table: 'events', partition: queried, ...request }));
        return (failure as { code?: string } | undefined)?.code ?? failure;
      };
      const range = { from: 'A#1', to: 'A#9' };

      expect(await codeOf({ after: { pk: partition, sk: 'A#0' } })).toBeUndefined();
      for (const sk of ['A#1', 'A#5', 'A#9'])
        expect(await codeOf({ range, after: { pk: partition, sk } })).toBeUndefined();
      expect(await codeOf({ index: pending, after: { pk: 'x', sk: '1', pending: partition } })).toBeUndefined();
      for (const [request, queried] of [
        [{ after: { pk: partition, sk: 'A#1' } }, newId()],
        [{ range: { prefix: 'A#' }, after: { pk: partition, sk: 'B#1' } }],
        [{ range, after: { pk: partition, sk: 'B#1' } }],
        [{ range, after: { pk: partition, sk: 'A#0' } }],
        [{ after: { pk: partition } }],
        [{ after: { pk: partition, sk: 'A#1', more: 'x' } }],
        [{ index: pending, after: { pk: partition, sk: 'A#1' } }],
        [{ index: pending, after: { pk: partition, sk: 'A#1', pending: 'other' } }],
      ] as const)
        expect(await codeOf(request, queried)).toBe('INVALID_CURSOR');
    });

    it('takes an item out of a sparse index when its attribute is removed', async () => {
      const shard = newId();
      const partition = await plantAll(['1'], () => ({ pending: shard }));

      await open().write({
        kind: 'update',
        table: 'events',
        key: { pk: partition, sk: '1' },
        changes: { remove: ['pending'] },
      });

      expect(await sortKeysOf({ index: pending, partition: shard })).toEqual([]);
    });

    it('refuses an index that is not there, and a limit of zero', async () => {
      const partition = newId();

      await expect(open().query({ table: 'audit', index: pending, partition })).rejects.toThrow();
      await expect(open().query({ table: 'events', partition, limit: 0 })).rejects.toThrow();
    });
  });

  describe(`${name}: what DynamoDB refuses`, () => {
    const bytes = (count: number) => 'x'.repeat(count);
    const update = (changes: Changes, condition?: Condition) => ({
      kind: 'update' as const,
      table: 'events' as const,
      key: key(),
      changes,
      ...(condition && { condition }),
    });
    const numbered = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, place) => [`a${place}`, 1]));
    const orders = Array.from({ length: 150 }, (_, place) => notEquals('a', place));

    it.each<[string, PlainAction]>([
      ['a condition of 301 operators', put(key(), allOf(notEquals('a', 0), ...orders))],
      ['an update over 4 KB', update({ set: numbered(400) })],
      ['an order of truth values', put(key(), lessThan('flag', true))],
      ['a partition key over 2,048 bytes', put({ pk: bytes(2_049), sk: 'A' })],
      ['a sort key over 1,024 bytes', put({ pk: newId(), sk: bytes(1_025) })],
      ['an index key over 2,048 bytes', put({ ...key(), pending: bytes(2_049) })],
      ['an index key that an update sets to over 2,048 bytes', update({ set: { pending: bytes(2_049) } })],
      ['an empty index key', put({ ...key(), pending: '' })],
      ['an index key that an update sets to nothing', update({ set: { pending: '' } })],
      ['an item over 400 KB', put({ ...key(), text: bytes(409_600) })],
      ['an update that makes an item larger than 400 KB', update({ set: { a: bytes(300_000), b: bytes(200_000) } })],
    ])('is refused here: %s', async (_, action) => {
      const failures = await Promise.all([
        failureOf(open().write(action)),
        failureOf(open().transact([action], newId())),
      ]);

      for (const failure of failures) {
        expect(failure).toBeInstanceOf(Error);
        expect(failure).not.toBeInstanceOf(ConditionFailed);
      }
    });

    it('is refused here: a transaction over 4 MB, and a token of 37 characters', async () => {
      const large = Array.from({ length: 11 }, () => put({ ...key(), text: bytes(400_000) }));

      await expect(open().transact(large, newId())).rejects.toThrow();
      await expect(open().transact([put(key())], bytes(37))).rejects.toThrow();
    });

    it.each<[string, Partial<QueryRequest>]>([
      ['bounds in the wrong order', { range: { from: 'B', to: 'A' } }],
      ['an empty prefix', { range: { prefix: '' } }],
      ['a page that begins in another partition', { after: { pk: 'other', sk: 'A' } }],
      ['a page that begins outside of its range', { range: { prefix: 'B' }, after: { pk: 'p', sk: 'A' } }],
    ])('is refused here: a query with %s', async (_, fields) => {
      await expect(open().query({ table: 'events', partition: 'p', ...fields })).rejects.toThrow();
    });

    it('is never a page over 1 MB: the next one goes on', async () => {
      const partition = newId();
      for (const sk of ['1', '2', '3']) await open().write(put({ pk: partition, sk, text: bytes(400_000) }));

      const first = await open().query({ table: 'events', partition });
      const second = await open().query({ table: 'events', partition, ...(first.next && { after: first.next }) });

      expect([first, second].map(({ items }) => items.map(({ sk }) => sk))).toEqual([['1', '2'], ['3']]);
      expect(second.next).toBeUndefined();
    });
  });
}
