import { type Input, isObject } from './call.ts';
import { bytesOfItem } from './item-size.ts';
import type { KeysOf } from './keys.ts';
import { type Complaint, invalid } from './refusal.ts';
import type { Request } from './request.ts';

// API reference, TransactWriteItems: at most 100 actions and 4 MB, each item once, tokens of at most 36 characters.
const mostActions = 100;
const mostBytes = 4 * 1_024 * 1_024;
const mostTokenCharacters = 36;

/** A transaction has 1 to 100 actions. */
export function manyActions({ input: { TransactItems: actions } }: Request): Complaint | undefined {
  if (!Array.isArray(actions) || (actions.length > 0 && actions.length <= mostActions)) return undefined;
  const bound = actions.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${mostActions}`;
  return invalid(
    `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${bound}`,
  );
}

/** Each element of a transaction is one action. */
export function severalActions({ input: { TransactItems: actions } }: Request): Complaint | undefined {
  const several = Array.isArray(actions) && actions.some((each) => isObject(each) && Object.keys(each).length > 1);
  return several ? invalid('TransactItems can only contain one of Check, Put, Update or Delete') : undefined;
}

/** No item stands in a transaction twice. */
export function sameItemTwice({ operation, writes }: Request, keysOf: KeysOf): Complaint | undefined {
  if (operation !== 'TransactWriteItems') return undefined;
  const places = writes.flatMap(({ tableName, part }) => {
    const keys = keysOf(tableName);
    const fields = part.Item ?? part.Key;
    return keys && isObject(fields) ? [JSON.stringify([tableName, keys.own.map(({ name }) => fields[name])])] : [];
  });
  return new Set(places).size < places.length
    ? invalid('Transaction request cannot include multiple operations on one item')
    : undefined;
}

/** The items of a transaction have at most 4 MB together. */
export function hugeTransaction({ operation, writes }: Request): Complaint | undefined {
  // Ten items of 400 KB are still less.
  if (operation !== 'TransactWriteItems' || writes.length <= 10) return undefined;
  const bytes = writes.reduce((sum, { part }) => sum + bytesOfPart(part), 0);
  return bytes > mostBytes
    ? invalid(
        'Collection size of items exceeded, which can also be caused by the aggregate size of the items in the transaction exceeding the 4MB limit',
      )
    : undefined;
}

function bytesOfPart({ Item, ExpressionAttributeValues: values }: Input): number {
  return [Item, values].reduce<number>((sum, fields) => sum + (isObject(fields) ? bytesOfItem(fields) : 0), 0);
}

/** A token of a transaction has at most 36 characters. */
export function longToken({ input: { ClientRequestToken: token } }: Request): Complaint | undefined {
  return typeof token === 'string' && (token === '' || token.length > mostTokenCharacters)
    ? invalid(
        `1 validation error detected: Value '${token}' at 'clientRequestToken' failed to satisfy constraint: Member must have length ${token === '' ? 'greater than or equal to 1' : `less than or equal to ${mostTokenCharacters}`}`,
      )
    : undefined;
}
