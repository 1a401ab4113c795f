import * as z from 'zod';
import { schema } from './schemas.ts';

/**
 * The URL of an application as browsers spell it, with or without a path, and without a slash at its end. A query or a fragment
 * would swallow what is appended to it.
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

/** The `Origin` header that pages of an application send. */
export function originOf(url: string): string {
  return new URL(url).origin;
}
