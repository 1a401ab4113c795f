/** Where a page ended; for a query these are the key attributes, all of which are strings. */
export type Position = Readonly<Record<string, string>>;

/** Which page of a list is wanted: `limit` items at most, after the `next` of the page before. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: Position | undefined;
}

/** A part of a list in its order, possibly shorter than its limit and even empty; `next` is there while there may be more. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: Position | undefined;
}
