import { bytesOf, type SortedKeys, textOf } from './store/sorted-keys.ts';

export interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** The key or the common prefix behind which the page begins; empty for the first. */
  readonly after: string;
  readonly most: number;
}

/** A page of keys, and of the beginnings that keys have in common up to a delimiter. */
export interface ListingPage {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** What the next page begins behind; undefined on the last one. */
  readonly next?: string;
}

/** Lists a page in the order of bytes; a common prefix counts as a key, and is passed in one step. */
export function listPage(sorted: SortedKeys, query: ListingQuery): ListingPage {
  const [prefix, delimiter, after] = [bytesOf(query.prefix), bytesOf(query.delimiter), bytesOf(query.after)];
  const entries: { readonly bytes: string; readonly isPrefix: boolean }[] = [];
  let place = Math.max(sorted.placeOf(prefix), beginning(sorted, after, delimiter, prefix));
  for (;;) {
    const bytes = sorted.at(place);
    if (bytes === undefined || !bytes.startsWith(prefix)) return pageOf(entries, false);
    if (entries.length === query.most) return pageOf(entries, query.most > 0);
    const common = commonPrefix(bytes, prefix, delimiter);
    entries.push({ bytes: common ?? bytes, isPrefix: common !== undefined });
    place = common === undefined ? place + 1 : sorted.placeOf(behind(common));
  }
}

/** Behind a common prefix come the keys that do not begin with it. */
function beginning(sorted: SortedKeys, after: string, delimiter: string, prefix: string): number {
  if (after === '') return 0;
  const isPrefix = commonPrefix(after, prefix, delimiter) === after;
  return sorted.placeOf(isPrefix ? behind(after) : `${after}\0`);
}

function commonPrefix(bytes: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '' || !bytes.startsWith(prefix)) return undefined;
  const at = bytes.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : bytes.slice(0, at + delimiter.length);
}

/** What comes before all that does not begin with these bytes and after all that does: no byte of UTF-8 is 0xFF. */
function behind(bytes: string): string {
  return `${bytes}\u00ff`;
}

function pageOf(
  entries: readonly { readonly bytes: string; readonly isPrefix: boolean }[],
  goesOn: boolean,
): ListingPage {
  const last = entries.at(-1);
  const texts = (isPrefix: boolean) =>
    entries.filter((entry) => entry.isPrefix === isPrefix).map(({ bytes }) => textOf(bytes));
  return { keys: texts(false), prefixes: texts(true), ...(goesOn && last && { next: textOf(last.bytes) }) };
}
