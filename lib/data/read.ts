import type { Clock } from '../clock.ts';
import type { Database, Index, Item, Key, Range } from './database.ts';
import type { Entity, Stored } from './entity.ts';
import type { Page, PageRequest } from './page.ts';
import { retry, type Sleep } from './retry.ts';
import type { Table } from './table.ts';

/** An item to be read together with others; `at` makes it. */
export interface Reference<V> {
  readonly table: Table;
  readonly key: Key;
  parse(item: Item, now: Date): Stored<V> | undefined;
}

/** What `findTogether` answers: for each reference its value, or undefined. */
type Found<R extends readonly Reference<unknown>[]> = {
  readonly [I in keyof R]: R[I] extends Reference<infer V> ? Stored<V> | undefined : never;
};

/** The items of an entity to read, in the order of their sort key. */
interface Selection extends Partial<PageRequest> {
  readonly partition: string;
  readonly index?: Index;
  readonly range?: Range;
  readonly descending?: boolean;
  readonly consistent?: boolean;
}

/** Reads values, parsed by their schemas. An expired item counts as absent, and a busy or silent store is asked again. */
export interface Reader {
  /** Finds a value as of now; with `consistent: false` it may lag a second, at half the price. */
  find<V extends object, Id>(
    entity: Entity<V, Id>,
    id: Id,
    options?: { readonly consistent?: boolean },
  ): Promise<Stored<V> | undefined>;
  /** Finds a value; throws the error of `missing` where there is none. */
  get<V extends object, Id>(entity: Entity<V, Id>, id: Id, missing: () => Error): Promise<Stored<V>>;
  /** Finds different items by one consistent batch read: `findTogether([at(sessions, …), at(people, …)])`. */
  findTogether<const R extends readonly Reference<unknown>[]>(references: R): Promise<Found<R>>;
  /** Reads a page by one query, whose items must all be of the entity; expired ones are left out of their page. */
  query<V extends object, Id>(entity: Entity<V, Id>, selection: Selection): Promise<Page<Stored<V>>>;
}

/** Refers to the item with an id, for `findTogether`. */
export function at<V extends object, Id>({ table, key, fromItem }: Entity<V, Id>, id: Id): Reference<V> {
  return { table, key: key(id), parse: fromItem };
}

export function createReader({
  database,
  clock,
  sleep,
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly sleep: Sleep;
}): Reader {
  const find: Reader['find'] = async (entity, id, { consistent = true } = {}) => {
    const request = { table: entity.table, key: entity.key(id), consistent };
    const item = await retry(() => database.get(request), sleep);
    return item && entity.fromItem(item, clock());
  };

  return {
    find,

    async get(entity, id, missing) {
      const value = await find(entity, id);
      if (!value) throw missing();
      return value;
    },

    async findTogether<const R extends readonly Reference<unknown>[]>(references: R) {
      const requests = references.map(({ table, key }) => ({ table, key, consistent: true }));
      const items = await retry(() => database.batchGet(requests), sleep);
      const now = clock();
      return references.map(({ parse }, index) => {
        const item = items[index];
        return item && parse(item, now);
      }) as Found<R>;
    },

    async query(entity, selection) {
      const page = await retry(() => database.query({ table: entity.table, ...selection }), sleep);
      const now = clock();
      const items = page.items.map((item) => entity.fromItem(item, now)).filter((value) => value !== undefined);
      return { ...page, items };
    },
  };
}
