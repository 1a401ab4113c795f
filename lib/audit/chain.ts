import { createHash } from 'node:crypto';
import type { Item } from '../data/database.ts';

/** Where the chain of a day begins: at the head of the sealed day before, where there is one. */
export function beginChain(day: string, previousHead: string | undefined): string {
  return link(previousHead ?? '', { day });
}

/** The next link: SHA-256 in base64url over the link before and all that is stored of an entry. */
export function link(previous: string, item: Item | { readonly day: string }): string {
  return createHash('sha256')
    .update(`${previous}\n${canonicalJson(item)}`)
    .digest('base64url');
}

/** A value as JSON with its keys in order, so that equal values make equal texts and different ones different texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  // Sets and bytes, which DynamoDB can hold and JSON cannot, must not look like something else.
  if (Symbol.iterator in value) return `${value.constructor.name}${canonicalJson([...(value as Iterable<unknown>)])}`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join()}}`;
}
