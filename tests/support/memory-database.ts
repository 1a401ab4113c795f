import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  type Action,
  ConditionFailed,
  type Database,
  type FailedCondition,
  type GetRequest,
  type Item,
  type Key,
  keyOf,
} from '../../lib/data/database.ts';
import type { Table } from '../../lib/data/table.ts';
import { type Input, isObject } from '../../local/dynamodb/call.ts';
import { bytesOfItem, mostItemBytes } from '../../local/dynamodb/item-size.ts';
import { changed, holds } from './memory-condition.ts';
import { queryItems } from './memory-query.ts';
import { requireAction, requireKey, requireQuery, requireTransaction, toWire, type WireItems } from './memory-rules.ts';

export type Operation = keyof Database;

/** Runs around each call; what it throws fails the call. */
export type Hook = (operation: Operation, request: unknown) => unknown;

/** A database in memory that keeps DynamoDB's rules; the contract suite holds it to them. */
export interface MemoryDatabase extends Database {
  /** How often each operation was called. */
  readonly calls: Record<Operation, number>;
  /** `before`: throwing fails a call that did nothing. `after`: throwing loses the answer of one that was carried out. */
  readonly hooks: { before?: Hook | undefined; after?: Hook | undefined };
  /** What was written, oldest first, as the streams of the tables tell of it; whoever reads it takes it out. */
  readonly changes: MemoryChange[];
  /** All items of a table, to look at; in no order. */
  itemsOf(table: Table): Item[];
  /** Stores an item as it is, past every rule. */
  plant(table: Table, item: Item): void;
  /** A database of its own that starts from all that is stored in this one, and from what nobody has read of its changes. */
  fork(): MemoryDatabase;
}

/** A change of an item, as a stream has it that carries keys only. */
export interface MemoryChange {
  readonly table: Table;
  readonly key: Key;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
}

/** An item as it is held, with its size. */
interface Held {
  readonly item: Item;
  readonly bytes: number;
}

type Stored = ReadonlyMap<string, Held & { readonly table: Table }>;

export function createMemoryDatabase(origin: Stored = new Map(), unread: readonly MemoryChange[] = []): MemoryDatabase {
  const stored = new Map(origin);
  const tokens = new Map<string, string>();
  const calls: MemoryDatabase['calls'] = { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 };
  const hooks: MemoryDatabase['hooks'] = {};
  const changes = [...unread];

  const storedIn = (table: Table) => [...stored.values()].filter((entry) => entry.table === table);
  const storedAt = ({ table, key }: Pick<GetRequest, 'table' | 'key'>): Held | undefined =>
    stored.get(placeOf(table, key));
  const lookUp = (place: Pick<GetRequest, 'table' | 'key'>) => copied(storedAt(place)?.item);
  const apply = (actions: readonly Action[], items: WireItems) => {
    const failures = actions.flatMap((action, index) => failureOf(action, index, storedAt(aboutItem(action))?.item));
    if (failures.length > 0) throw new ConditionFailed(failures);
    // All outcomes first, so that a refused update leaves nothing behind.
    const outcomes = actions.map((action, index) => ({
      action,
      outcome: outcomeOf(action, storedAt(aboutItem(action)), items[index]),
    }));
    for (const { action, outcome } of outcomes) {
      const place = placeOf(action.table, keyOf(action));
      changes.push(...changeOf(action, stored.has(place)));
      if (outcome) stored.set(place, { table: action.table, ...outcome });
      else stored.delete(place);
    }
  };

  async function call<R>(operation: Operation, request: unknown, work: () => R): Promise<R> {
    calls[operation]++;
    await hooks.before?.(operation, request);
    const result = work();
    await hooks.after?.(operation, request);
    return result;
  }

  return {
    calls,
    hooks,
    changes,
    itemsOf: (table) => storedIn(table).map(({ item }) => copied(item)),
    plant: (table, item) => void stored.set(placeOf(table, item), { table, ...held(item) }),
    // What is stored is never changed in its place: the two may share it.
    fork: () => createMemoryDatabase(stored, changes),
    get: (request) => call('get', request, () => lookUp(request)),
    batchGet: (requests) =>
      call('batchGet', requests, () => {
        requireDistinct(
          requests,
          requests.map(({ table, key }) => placeOf(table, key)),
        );
        return requests.map(lookUp);
      }),
    query: (request) =>
      call('query', request, () => {
        requireQuery(request);
        return copied(queryItems(storedIn(request.table), request));
      }),
    write: (action) =>
      call('write', action, () => {
        apply([action], requireAction(action));
        return action.kind === 'update' ? lookUp(aboutItem(action)) : undefined;
      }),
    transact: (actions, token) =>
      call('transact', actions, () => {
        const items = requireTransaction(actions, token);
        const content = JSON.stringify(actions);
        if ((tokens.get(token) ?? content) !== content) throw new Error('IdempotentParameterMismatchException');
        if (tokens.has(token)) return;
        apply(actions, items);
        tokens.set(token, content);
      }),
  };
}

function placeOf(table: Table, key: Key): string {
  requireKey(key);
  return JSON.stringify([table, key.pk, key.sk]);
}

function aboutItem(action: Action) {
  return { table: action.table, key: keyOf(action) };
}

function changeOf(action: Action, isThere: boolean): MemoryChange[] {
  if (action.kind === 'check' || (action.kind === 'delete' && !isThere)) return [];
  const eventName = action.kind === 'delete' ? 'REMOVE' : isThere ? 'MODIFY' : 'INSERT';
  return [{ ...aboutItem(action), eventName }];
}

function requireDistinct(requests: readonly unknown[], places: readonly string[]): void {
  if (requests.length < 1 || requests.length > 100) throw new Error('ValidationException: 1 to 100 items at once');
  if (new Set(places).size < places.length) throw new Error('ValidationException: an item stands in a request once');
}

function failureOf({ condition }: Action, index: number, old: Item | undefined): FailedCondition[] {
  return !condition || holds(condition, old) ? [] : [{ index, old: copied(old) }];
}

function outcomeOf(action: Action, old: Held | undefined, wire: unknown): Held | undefined {
  if (action.kind === 'put') return isObject(wire) ? heldAs(wire) : held(action.item);
  if (action.kind === 'update') return held(changed(old?.item ?? { ...action.key }, action.changes));
  return action.kind === 'check' ? old : undefined;
}

/** Through DynamoDB's own types, so that what it cannot hold is refused and nothing is shared with who put it. */
function held(item: Item): Held {
  return heldAs(toWire(item));
}

function heldAs(wire: Input): Held {
  const bytes = bytesOfItem(wire);
  if (bytes > mostItemBytes) throw new Error('ValidationException: Item size has exceeded the maximum allowed size');
  return { item: unmarshall(wire as Parameters<typeof unmarshall>[0]) as Item, bytes };
}

/** What is held already: its types need no second look, which is what takes time. */
function copied<T>(value: T): T {
  return duplicate(value) as T;
}

function duplicate(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(duplicate);
  if (value instanceof Set) return new Set(value);
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, duplicate(part)]));
}
