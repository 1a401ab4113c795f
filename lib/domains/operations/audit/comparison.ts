import type { Item } from '../../../data/database.ts';
import { beginChain, link } from './chain.ts';
import type { DaySeal } from './day-seal.ts';
import type { Badness } from './schema.ts';

/** The result of comparing the entries of a day with its seal: how many are unchanged, up to the first that is not. */
export interface Comparison {
  readonly checked: number;
  readonly firstBad?: Badness;
}

/** Compares the stored entries of a day with its seal; both are in the order of their keys. */
export async function compareDay(seal: DaySeal, items: AsyncIterable<Item>): Promise<Comparison> {
  const { day, previousHead, entries } = seal;
  let previous = beginChain(day, previousHead);
  let checked = 0;
  for await (const item of items) {
    const sealed = entries[checked];
    const reason = reasonAgainst(item, sealed, previous);
    // Where an entry is missing, the item that was found is the one after it.
    const key = reason === 'missing' && sealed ? sealed.key : item.sk;
    if (reason) return { checked, firstBad: { day, reason, ...placeOf(key) } };
    previous = sealed?.link ?? previous;
    checked++;
  }
  const gone = entries[checked];
  return { checked, ...(gone && { firstBad: { day, reason: 'missing', ...placeOf(gone.key) } }) };
}

function reasonAgainst(
  item: Item,
  sealed: DaySeal['entries'][number] | undefined,
  previous: string,
): Badness['reason'] | undefined {
  if (!sealed || item.sk < sealed.key) return 'added';
  if (item.sk > sealed.key) return 'missing';
  return link(previous, item) === sealed.link ? undefined : 'changed';
}

/** The time and the id of an entry, by its sort key. */
export function placeOf(key: string): Pick<Badness, 'id' | 'time'> {
  const at = key.indexOf('#');
  return at < 0 ? { id: key } : { time: key.slice(0, at), id: key.slice(at + 1) };
}
