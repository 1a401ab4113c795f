import { ItemContended } from '../data/database.ts';
import { Unavailable } from '../errors.ts';
import { DependencyDown } from './decisions.ts';

/**
 * Tells an outage from a failure of the message: `Unavailable` is one, except where rivals held an item, as then the store has
 * answered. Undefined where nothing is down.
 */
export function outageIn(error: unknown): DependencyDown | undefined {
  if (error instanceof DependencyDown) return error;
  if (!(error instanceof Unavailable) || error instanceof ItemContended) return undefined;
  return new DependencyDown(error.code, error.message);
}
