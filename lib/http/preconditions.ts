import { StaleVersion } from '../errors.ts';

/** Whether an `If-None-Match` header names the current version (RFC 9110: weak comparison). */
export function matches(header: string | undefined, version: string | number | undefined): boolean {
  if (header === undefined || version === undefined) return false;
  return header.trim() === '*' || tagsOf(header).includes(`"${version}"`);
}

/** The version that an `If-Match` header insists on; undefined where the current one is meant. */
export function expectedVersionOf(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const version = /^"(\d{1,15})"$/.exec(header.trim())?.[1];
  // A tag that we never gave out, a weak one or a list cannot be the current version.
  if (version === undefined) throw new StaleVersion('STALE_VERSION', 'If-Match does not name the current version.');
  return Number(version);
}

function tagsOf(header: string): string[] {
  return header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}
