import { InvalidInput } from '../errors.ts';
import type { QueryRequest, Range } from './database.ts';
import type { Position } from './page.ts';

type Started = Pick<QueryRequest, 'index' | 'partition' | 'range' | 'after'>;

/**
 * Throws `INVALID_CURSOR` for a position outside of what is queried: who goes on may list others by now, since their role or
 * clinic was changed. DynamoDB refuses such a query as a mistake of ours.
 */
export function requirePositionWithin({ index, partition, range, after }: Started): void {
  if (after === undefined) return;
  const { partitionKey, sortKey } = index ?? { partitionKey: 'pk', sortKey: 'sk' };
  const names = [...new Set(['pk', 'sk', partitionKey, sortKey])].sort();
  const isKey = Object.keys(after).sort().join() === names.join();
  if (isKey && after[partitionKey] === partition && isWithin(after[sortKey], range)) return;
  throw new InvalidInput('INVALID_CURSOR', 'The cursor is not one of what you list by now; start again without it.');
}

function isWithin(sortKey: Position[string] | undefined, range: Range | undefined): boolean {
  if (sortKey === undefined || range === undefined) return sortKey !== undefined;
  if ('prefix' in range) return sortKey.startsWith(range.prefix);
  return compareBytes(sortKey, range.from) >= 0 && compareBytes(sortKey, range.to) <= 0;
}

/** DynamoDB orders sort keys by their bytes. */
function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
