import { type Action, type Database, keyOf } from '../../../lib/data/database.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../memory-database.ts';

/** A database whose indexes show a change only so many milliseconds after it was made, as those of DynamoDB may. */
export function createLaggingIndex(database: MemoryDatabase, lag: () => number, now: () => number): Database {
  const shown = createMemoryDatabase();
  const changes: { readonly visibleAt: number; readonly show: () => void }[] = [];

  async function changed(actions: readonly Action[]): Promise<void> {
    for (const { table, ...action } of actions.filter(({ kind }) => kind !== 'check')) {
      const item = await database.get({ table, key: keyOf({ table, ...action } as Action), consistent: true });
      if (item) changes.push({ visibleAt: now() + lag(), show: () => shown.plant(table, item) });
    }
  }

  return {
    get: database.get,
    batchGet: database.batchGet,
    query(request) {
      if (!request.index) return database.query(request);
      while (changes[0] && changes[0].visibleAt <= now()) changes.shift()?.show();
      return shown.query(request);
    },
    async write(action, signal) {
      const item = await database.write(action, signal);
      await changed([action]);
      return item;
    },
    async transact(actions, token, signal) {
      await database.transact(actions, token, signal);
      await changed(actions);
    },
  };
}
