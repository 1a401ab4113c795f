import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../canonical-json.ts';
import type { Item } from '../../../data/database.ts';

/** The first link of a day's chain, made of the head of the previous sealed day where there is one. */
export function beginChain(day: string, previousHead: string | undefined): string {
  return link(previousHead ?? '', { day });
}

/** The next link: SHA-256 in base64url over the previous link and all that is stored of an entry. */
export function link(previous: string, item: Item | { readonly day: string }): string {
  return createHash('sha256')
    .update(`${previous}\n${canonicalJson(item)}`)
    .digest('base64url');
}
