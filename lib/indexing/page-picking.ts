import type { Page, Position } from '../data/page.ts';

/**
 * Picks up to `limit` results from items in their order; an item without a result is passed over. The page goes on after the
 * last item that was picked or passed over.
 */
export function pickFrom<I, T>(
  { items, next }: Page<I>,
  pick: (item: I) => T | undefined,
  { limit, positionOf }: { readonly limit: number; readonly positionOf: (item: I) => Position },
): Page<T> {
  const picked: T[] = [];
  for (const [at, item] of items.entries()) {
    const result = pick(item);
    const before = items[at - 1];
    if (result !== undefined && picked.length === limit && before) return { items: picked, next: positionOf(before) };
    if (result !== undefined) picked.push(result);
  }
  return { items: picked, next };
}
