import { setImmediate } from 'node:timers/promises';
import { type Action, type Database, ItemContended, keyOf } from '../../lib/data/database.ts';

/**
 * A database whose every call takes a while in which others get on, and where what a transaction holds no other call may
 * write, as in DynamoDB; the local one knows no such conflict.
 */
export function createContendedDatabase(database: Database): Database {
  const held = new Set<string>();
  const placesOf = (actions: readonly Action[]) =>
    actions.map((action) => JSON.stringify([action.table, keyOf(action)]));

  async function hold<R>(actions: readonly Action[], work: () => Promise<R>): Promise<R> {
    const places = placesOf(actions);
    if (places.some((place) => held.has(place))) throw new ItemContended();
    for (const place of places) held.add(place);
    try {
      await setImmediate();
      return await work();
    } finally {
      for (const place of places) held.delete(place);
    }
  }

  async function afterAWhile<R>(work: () => Promise<R>): Promise<R> {
    await setImmediate();
    return work();
  }

  return {
    get: (request) => afterAWhile(() => database.get(request)),
    batchGet: (requests) => afterAWhile(() => database.batchGet(requests)),
    query: (request) => afterAWhile(() => database.query(request)),
    write: (action) =>
      afterAWhile(() => {
        if (placesOf([action]).some((place) => held.has(place))) throw new ItemContended();
        return database.write(action);
      }),
    transact: (actions, token) => afterAWhile(() => hold(actions, () => database.transact(actions, token))),
  };
}
