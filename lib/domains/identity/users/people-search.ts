import { InvalidInput } from '../../../errors.ts';
import type { Selection } from '../../../indexing/course.ts';
import { listOf } from './people-index.ts';
import type { PeopleFilter, User } from './schema.ts';

const orders = { createdAt: 'CREATED', name: 'NAME', email: 'EMAIL' } as const;

/** What to look for in the index of people; throws `SORT_NOT_SERVED`. */
export function selectionOf({ q, sort, ...filter }: PeopleFilter): Selection {
  if (q !== undefined) return searchFor(q, sort);
  const [, sign, field] = /^(-?)(\w+)$/.exec(sort ?? '-createdAt') ?? [];
  const order = orders[field as keyof typeof orders];
  const listed = listedBy(filter);
  if (order === 'EMAIL' && Object.keys(listed).length > 0)
    throw sortNotServed('Those of a role or a status are sorted by createdAt or name.');
  return { list: listOf(order, listed), descending: sign === '-' };
}

/** The entries of words lie in the order of the words. */
function searchFor(text: string, sort: PeopleFilter['sort']): Selection {
  if (sort === undefined) return { text };
  throw sortNotServed('What q finds stands in the order of the words found; leave out sort or q.');
}

/** The filter that has a list of its own: a role before a status. Who is locked changes with time, and has none. */
function listedBy({ role, status }: Pick<PeopleFilter, 'role' | 'status'>): { role?: string; status?: string } {
  if (role !== undefined) return { role };
  return status === undefined || status === 'locked' ? {} : { status };
}

function sortNotServed(message: string): InvalidInput {
  return new InvalidInput('SORT_NOT_SERVED', message, { errors: [{ path: 'sort', message, code: 'sort_not_served' }] });
}

/** Whether a filter asks for more than stands in one list, so that people have to be read to decide it. */
export function needsSifting({ q, role, clinicId, status }: PeopleFilter): boolean {
  const listed = q === undefined ? Object.keys(listedBy({ role, status })).length : 0;
  return [role, clinicId, status].filter((wanted) => wanted !== undefined).length > listed;
}

/** Whether a person meets the filter, as they are now. */
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
