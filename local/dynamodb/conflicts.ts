import { setTimeout as pause } from 'node:timers/promises';
import { type Call, type Input, isObject } from './call.ts';
import type { Passage } from './gate.ts';
import { type Complaint, refusal } from './refusal.ts';
import { Contended, createRivalry, type RivalryOptions } from './rivalry.ts';

/** How many milliseconds a transaction is under way before it is carried out: requests at once come that far apart. */
const lingerMilliseconds = 20;
const message = 'Transaction is ongoing for the item';
const lone = ['PutItem', 'UpdateItem', 'DeleteItem'];

type ConflictOptions = Pick<RivalryOptions, 'share'> & Partial<Omit<RivalryOptions, 'share'>>;

/**
 * Makes the passage on which a share of the transactions that meet a rival is cancelled, with the answer that DynamoDB gives; a
 * write by itself is refused where a transaction is under way on its item, and no read but one of several items at once.
 */
export function createConflicts({
  share,
  random = Math.random,
  linger = () => pause(lingerMilliseconds),
}: ConflictOptions): Passage {
  const rivalry = createRivalry({ share, random, linger });

  return async (call, pass) => {
    const places = placesOf(call);
    if (places.length === 0) return pass();
    try {
      return await (call.operation === 'TransactWriteItems' ? rivalry.transact : rivalry.pass)(places, pass);
    } catch (error) {
      if (error instanceof Contended) return refusal(complaintOf(call, places, error));
      throw error;
    }
  };
}

/** The items that a call is about, in the order of its actions; none where it meets no rivals. */
function placesOf({ operation, input }: Call): string[] {
  if (lone.includes(operation)) return [placeOf(input)];
  if (operation !== 'TransactWriteItems' && operation !== 'TransactGetItems') return [];
  const { TransactItems: items } = input;
  return Array.isArray(items)
    ? items
        .filter(isObject)
        .flatMap((item) => Object.values(item).filter(isObject))
        .map(placeOf)
    : [];
}

/** Names an item by its table and key; every table of ours has the key `pk` and `sk`. */
function placeOf({ TableName, Key, Item }: Input): string {
  const { pk, sk } = [Key, Item].find(isObject) ?? {};
  return JSON.stringify([TableName, pk, sk]);
}

function complaintOf({ operation }: Call, places: readonly string[], { places: contended }: Contended): Complaint {
  if (lone.includes(operation)) return { type: 'TransactionConflictException', message };
  const reasons = places.map((place) =>
    contended.has(place) ? { Code: 'TransactionConflict', Message: message } : { Code: 'None' },
  );
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return {
    type: 'TransactionCanceledException',
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    fields: { CancellationReasons: reasons },
  };
}
