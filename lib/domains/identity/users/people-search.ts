import { InvalidInput } from '../../../errors.ts';
import { isAmong, longestOf, searchWords } from '../../../folded-words.ts';
import type { DirectoryEntry, DirectorySelection } from './directory-repository.ts';
import type { PeopleFilter, User } from './schema.ts';

const lists = { createdAt: 'CREATED', name: 'NAME', email: 'EMAIL' } as const;

/** The entries to read for a filter; throws `SORT_NOT_SERVED`. */
export function selectionOf({ q, sort = '-createdAt' }: PeopleFilter): DirectorySelection {
  if (q !== undefined) return { word: longestOf(searchWords(q)) };
  const [, sign, field] = /^(-?)(\w+)$/.exec(sort) ?? [];
  return { list: lists[field as keyof typeof lists], descending: sign === '-' };
}

/** Refuses to sort search results: the entries of words lie in the order of the words. */
export function requireServedSort({ q, sort }: PeopleFilter): void {
  if (q === undefined || sort === undefined) return;
  const message = 'What q finds stands in the order of the words found; leave out sort or q.';
  throw new InvalidInput('SORT_NOT_SERVED', message, { errors: [{ path: 'sort', message, code: 'sort_not_served' }] });
}

/**
 * Whether an entry belongs to somebody who is looked for, as far as entries tell. A person with several words of the same
 * beginning has several entries, of which the first counts.
 */
export function isCandidate({ place, words = [] }: DirectoryEntry, { q }: PeopleFilter): boolean {
  if (q === undefined) return true;
  const wanted = searchWords(q);
  const queried = longestOf(wanted);
  const first = words.find((word) => word.startsWith(queried));
  return first === place && wanted.every((word) => isAmong(words, word));
}

/** Whether a filter has to be decided by reading the people themselves. */
export function needsPeople({ role, clinicId, status }: PeopleFilter): boolean {
  return [role, clinicId, status].some((wanted) => wanted !== undefined);
}

/** Whether a person meets the filter in what changes too often to be on an entry. */
export function isSought({ roles, clinicId, status }: User, filter: PeopleFilter): boolean {
  return (
    (filter.role === undefined || roles.includes(filter.role)) &&
    (filter.clinicId === undefined || clinicId === filter.clinicId) &&
    (filter.status === undefined || status === filter.status)
  );
}

/** What of a filter may be audited: of a free text, which may name somebody, only that there was one. */
export function onRecord({ q, ...filter }: PeopleFilter): Readonly<Record<string, unknown>> {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), ...(q !== undefined && { q: true }) };
}
