import * as z from 'zod';
import { digits, type Lazy, schema } from '../schemas.ts';

/**
 * A page of a list as it is sent, with its end as a cursor: `nextCursor` is absent at the end of the list, and a page may hold
 * fewer than `limit`, even none.
 */
export interface ListAnswer<T> {
  readonly items: readonly T[];
  readonly limit: number;
  readonly nextCursor?: string | undefined;
  /** The size of the list, only where a counter is kept. */
  readonly total?: number | undefined;
}

/** A body of the form `{ data: […], meta: { limit, nextCursor, total } }`. */
export interface PageBody<S extends z.ZodType = z.ZodType> {
  readonly kind: 'page';
  readonly items: Lazy<z.ZodArray<S>>;
}

const paging = schema(() =>
  z.object({
    limit: digits(
      z
        .int()
        .min(1)
        .max(100)
        .meta({ description: 'The most items of the page.', examples: [20] })
        .default(20),
    ),
    cursor: z
      .string()
      .min(1)
      .max(2048)
      .meta({ description: 'The `nextCursor` of the previous page.', examples: ['example-cursor'] })
      .optional(),
  }),
);

/** The filters of a list that has none. */
export const noFilters = schema(() => z.object({}));

/** The query of a list: `limit`, `cursor` and the list's own filters, each of them a string as the URL has it. */
export function pageQuery<S extends z.ZodRawShape>(filters: Lazy<z.ZodObject<S>>) {
  return schema(() => z.strictObject({ ...filters().shape, ...paging().shape }));
}

/** Declares a response that is a page of a list. */
export function pageOf<S extends z.ZodType>(item: Lazy<S>): PageBody<S> {
  return { kind: 'page', items: schema(() => z.array(item())) };
}
