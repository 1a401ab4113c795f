/** Where a page ended; of a query, the key attributes, all of which are strings. */
export type Position = Readonly<Record<string, string>>;

/** Which page of a list is wanted: `limit` items at most, after the `next` of the page before. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: Position | undefined;
}

/** Some of a list in its order, maybe fewer than its limit and even none; `next` is there while there may be more. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: Position | undefined;
}
