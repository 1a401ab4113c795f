import { Unavailable } from '../errors.ts';
import type { Condition } from './condition.ts';
import type { Page, Position } from './page.ts';
import type { Table } from './table.ts';

/** Where an item lies. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** What is stored under a key: the key's attributes among others. */
export type Item = Key & Readonly<Record<string, unknown>>;

/** A global secondary index, by name and key attributes, as `infra/tables.ts` declares it. */
export interface Index {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

/** The sort keys that a query reads: those with a prefix, or those from one to another, both included. */
export type Range = { readonly prefix: string } | { readonly from: string; readonly to: string };

export interface GetRequest {
  readonly table: Table;
  readonly key: Key;
  /** Whether the read must see all writes that were answered before it, at twice the price. */
  readonly consistent: boolean;
}

export interface QueryRequest {
  readonly table: Table;
  /** The index to query; the table itself when absent. */
  readonly index?: Index;
  readonly partition: string;
  readonly range?: Range;
  readonly descending?: boolean;
  /** The most items to read. */
  readonly limit?: number;
  /** The `next` of the previous page; a position of another query is refused as `INVALID_CURSOR`. */
  readonly after?: Position | undefined;
  /** Whether the read is consistent; an index cannot be, since it always lags a little. */
  readonly consistent?: boolean;
}

/** How an update changes attributes, each of which stands in one of the three fields only. */
export interface Changes {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  /** Numbers added; an absent attribute counts as zero. */
  readonly add?: Readonly<Record<string, number>>;
}

interface Conditional {
  readonly table: Table;
  readonly condition?: Condition;
}

/** A change of one item, or (`check`) the demand that an item meets a condition. */
export type Action =
  | (Conditional & { readonly kind: 'put'; readonly item: Item })
  | (Conditional & { readonly kind: 'update'; readonly key: Key; readonly changes: Changes })
  | (Conditional & { readonly kind: 'delete'; readonly key: Key })
  | (Conditional & { readonly kind: 'check'; readonly key: Key; readonly condition: Condition });

/** The actions that may stand alone, outside of a transaction. */
export type PlainAction = Exclude<Action, { readonly kind: 'check' }>;

/** The store: items by key in tables. Reads that fail for a while throw `Unavailable`. */
export interface Database {
  get(request: GetRequest): Promise<Item | undefined>;
  /** Reads at most 100 different keys; the items stand in the order of the requests. */
  batchGet(requests: readonly GetRequest[]): Promise<readonly (Item | undefined)[]>;
  /** Reads items in the order of their sort key; `next` is there when the query stopped before its end, and possibly at it. */
  query(request: QueryRequest): Promise<Page<Item>>;
  /**
   * Answers the item as an update left it, and nothing for the other kinds. Throws `ConditionFailed`, `DatabaseBusy` or
   * `AnswerLost`; gives up when the signal aborts.
   */
  write(action: PlainAction, signal?: AbortSignal): Promise<Item | undefined>;
  /**
   * Carries out all of at most 100 actions or none; within ten minutes the same token with the same actions changes nothing
   * again.
   */
  transact(actions: readonly Action[], token: string, signal?: AbortSignal): Promise<void>;
}

/** A condition that did not hold: the place of its action, and the item as it is. */
export interface FailedCondition {
  readonly index: number;
  readonly old: Item | undefined;
}

/** Nothing was written, because of these conditions. */
export class ConditionFailed extends Error {
  override readonly name = 'ConditionFailed';
  readonly failures: readonly FailedCondition[];

  constructor(failures: readonly FailedCondition[]) {
    super(`The condition of action ${failures.map(({ index }) => index).join(', ')} does not hold`);
    this.failures = failures;
  }
}

/** The code of a store that is busy, silent or down. */
export const databaseUnavailable = 'DATABASE_UNAVAILABLE';
const message = 'The service is not available at the moment. Try again.';

/** The database throttled, or another transaction holds an item: this attempt wrote nothing. */
export class DatabaseBusy extends Unavailable {
  constructor(cause?: unknown) {
    super(databaseUnavailable, message, { retryAfter: 1, cause });
  }
}

/** Others kept writing the same item at the same moment: this attempt wrote nothing. */
export class ItemContended extends DatabaseBusy {}

/** No answer came, or the store itself failed: a write may have been carried out. */
export class AnswerLost extends Unavailable {
  constructor(cause?: unknown) {
    super(databaseUnavailable, message, { retryAfter: 1, cause });
  }
}

/** The key of the item that an action is about. */
export function keyOf(action: Action): Key {
  const { pk, sk } = action.kind === 'put' ? action.item : action.key;
  return { pk, sk };
}
