import * as z from 'zod';
import { schema } from './schemas.ts';

/**
 * Where an application is, as browsers spell it: with a path or without, and no slash at its end. A query or a fragment
 * would swallow what is put behind it.
 */
export const baseUrl = schema(() =>
  z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/[?#]|:\/\/[^/]*@/.test(url), 'must have no query, fragment, name or password')
    .transform((url) => {
      const { origin, pathname } = new URL(url);
      return origin + pathname.replace(/\/+$/, '');
    }),
);

/** What an `Origin` header calls the pages of an application. */
export function originOf(url: string): string {
  return new URL(url).origin;
}
