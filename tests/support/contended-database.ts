import { type Action, type Database, ItemContended, keyOf } from '../../lib/data/database.ts';
import { Contended, createRivalry, type RivalryOptions } from '../../local/dynamodb/rivalry.ts';
import { letOthersGoOn } from './lockout.ts';

export interface ContentionOptions extends Pick<RivalryOptions, 'share' | 'random'> {
  /** How long a call takes, in which others get on. */
  readonly linger?: () => Promise<unknown>;
}

/**
 * A database whose every call takes a while in which others get on, and where of the transactions that meet on an item one
 * goes through and the given share of the others is cancelled, as in DynamoDB; the one below knows no such conflict.
 */
export function createContendedDatabase(
  database: Database,
  { share, random, linger = () => letOthersGoOn(0) }: ContentionOptions,
): Database {
  const rivalry = createRivalry({ share, random, linger });

  async function afterAWhile<R>(work: () => Promise<R>): Promise<R> {
    await linger();
    return work();
  }

  return {
    get: (request) => afterAWhile(() => database.get(request)),
    batchGet: (requests) => afterAWhile(() => database.batchGet(requests)),
    query: (request) => afterAWhile(() => database.query(request)),
    write: (action, signal) =>
      rivalry.pass(placesOf([action]), () => afterAWhile(() => database.write(action, signal))).catch(asContention),
    transact: (actions, token, signal) =>
      rivalry.transact(placesOf(actions), () => database.transact(actions, token, signal)).catch(asContention),
  };
}

function placesOf(actions: readonly Action[]): string[] {
  return actions.map((action) => JSON.stringify([action.table, keyOf(action)]));
}

function asContention(error: unknown): never {
  throw error instanceof Contended ? new ItemContended(error) : error;
}
