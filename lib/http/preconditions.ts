import { staleVersion } from '../errors.ts';
import { type Coding, codings } from './compression.ts';

/** Versions, one of which has to be the current one. */
export type ExpectedVersion = readonly number[];

/** An entity tag as a client sends it (RFC 9110, 8.8.3), without its quotes. */
interface EntityTag {
  readonly opaque: string;
  readonly isWeak: boolean;
}

/** The validator of what is sent: each coding of a version has other octets, and therefore its own validator. */
export function entityTagOf(version: string | number, coding: Coding | undefined): string {
  return coding ? `"${version}-${coding}"` : `"${version}"`;
}

/** Whether an `If-None-Match` header names what would be sent, by weak comparison. */
export function matches(header: string | undefined, entityTag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || readTags(header).some(({ opaque }) => `"${opaque}"` === entityTag);
}

/**
 * The versions that an `If-Match` header names; undefined where it means the current one. Throws `StaleVersion` where it names
 * none or cannot be read: what is not known to hold does not hold, and 412 tells the client to look.
 */
export function expectedVersionOf(header: string | undefined): ExpectedVersion | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const versions = readTags(header).flatMap(versionOf);
  if (versions.length === 0) throw staleVersion();
  return [...new Set(versions)];
}

const ofOurs = new RegExp(`^(0|[1-9]\\d{0,14})(?:-(?:${codings.join('|')}))?$`);

/** The version of a tag by strong comparison: none of a weak tag, and none of a tag that we do not write in this form. */
function versionOf({ opaque, isWeak }: EntityTag): number[] {
  const version = isWeak ? undefined : ofOurs.exec(opaque)?.[1];
  return version === undefined ? [] : [Number(version)];
}

/** Matches one member of a list, which may be empty; commas between quotes belong to the tag. */
const member = /[ \t]*(?:(W\/)?"([\x21\x23-\x7e\x80-\uffff]*)"[ \t]*)?(?:,|$)/y;

/** Reads the tags of a list; none of a list that is malformed anywhere. */
function readTags(header: string): EntityTag[] {
  const tags: EntityTag[] = [];
  for (let at = 0; at < header.length; at = member.lastIndex) {
    member.lastIndex = at;
    const [whole, weak, opaque] = member.exec(header) ?? [];
    if (whole === undefined) return [];
    if (opaque !== undefined) tags.push({ opaque, isWeak: weak !== undefined });
  }
  return tags;
}
