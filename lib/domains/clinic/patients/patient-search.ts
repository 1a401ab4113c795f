import { type Caller, callerId } from '../../../access/caller.ts';
import { InvalidInput } from '../../../errors.ts';
import type { Selection } from '../../../indexing/course.ts';
import type { PatientFilter } from './filter-schema.ts';
import { listOf, listOfAccount, listOfBloodGroup, type PatientOrder, scopeOf } from './patient-index.ts';
import { actsEverywhere } from './reach.ts';
import type { PatientRow } from './row-repository.ts';
import { searchedTextOf } from './searched-text.ts';

/** Whom a caller lists: the patients of a clinic, those who are linked to an account, or all where neither is said. */
export interface Within {
  readonly clinicId?: string | undefined;
  readonly accountId?: string | undefined;
}

/** A filter whose blood group is known by its hash alone. */
type HashedFilter = Omit<PatientFilter, 'bloodGroup'> & { readonly bloodGroupHash?: string | undefined };

/** Whom a caller lists, whatever clinic they name: those of another one than theirs they never see. */
export function withinOf(caller: Caller, { clinicId, linked }: Pick<PatientFilter, 'clinicId' | 'linked'>): Within {
  if (linked) return { accountId: callerId(caller) };
  if (actsEverywhere(caller)) return { clinicId };
  return caller.clinicId === undefined ? { accountId: callerId(caller) } : { clinicId: caller.clinicId };
}

/** Whether a caller names a clinic whose patients they may not know of. */
export function isElsewhere(within: Within, { clinicId }: Pick<PatientFilter, 'clinicId'>): boolean {
  return clinicId !== undefined && within.clinicId !== clinicId;
}

/** Throws `SORT_NOT_SERVED` for a filter and an order that no list has. */
export function requireServed({ accountId, clinicId }: Within, filter: PatientFilter): void {
  const { q, sort, bloodGroup, doctorId } = filter;
  const first = namesOf(filter).find((name) => name !== 'linked');
  if (accountId !== undefined && first !== undefined)
    throw notServed(first, 'Who is linked to an account is listed by createdAt or name, and by no filter.');
  if (q !== undefined && sort !== undefined)
    throw notServed('sort', 'What q finds stands in the order of the words found; leave out sort or q.');
  if (bloodGroup === undefined) return;
  if (clinicId === undefined)
    throw notServed('bloodGroup', 'Those of a blood group are listed for one clinic: name it as clinicId.');
  if (doctorId === undefined && orderOf(sort).order === 'NAME')
    throw notServed('sort', 'Those of a blood group are sorted by createdAt.');
}

function notServed(path: string, message: string): InvalidInput {
  return new InvalidInput('SORT_NOT_SERVED', message, { errors: [{ path, message, code: 'sort_not_served' }] });
}

/** What to look for in the index of patients. */
export function selectionOf({ accountId, clinicId }: Within, filter: HashedFilter): Selection {
  const { q, sort, doctorId, bloodGroupHash } = filter;
  if (q !== undefined) return { text: searchedTextOf(q), scope: scopeOf(clinicId) };
  const { order, descending } = orderOf(sort);
  if (accountId !== undefined) return { list: listOfAccount(order, accountId), descending };
  // Beside a doctor it sifts: a doctor has fewer patients than a clinic has of one blood group.
  if (bloodGroupHash !== undefined && clinicId !== undefined && doctorId === undefined)
    return { list: listOfBloodGroup(clinicId, bloodGroupHash), descending };
  return { list: listOf(order, { clinicId, doctorId }), descending };
}

function orderOf(sort: PatientFilter['sort'] = '-createdAt'): { order: PatientOrder; descending: boolean } {
  return { order: sort.endsWith('name') ? 'NAME' : 'CREATED', descending: sort.startsWith('-') };
}

/** Whether a filter asks for more than stands in one list, so that rows have to be read to decide it. */
export function needsSifting({ q, doctorId, bloodGroupHash }: HashedFilter): boolean {
  return [q, doctorId, bloodGroupHash].filter((wanted) => wanted !== undefined).length > 1;
}

/** Whether a row meets what sifts, as it is by now. */
export function isSought(row: PatientRow, { doctorId, bloodGroupHash }: HashedFilter): boolean {
  return (
    (doctorId === undefined || row.primaryDoctorId === doctorId) &&
    (bloodGroupHash === undefined || row.bloodGroupHash === bloodGroupHash)
  );
}

/** The names of the filters of a list, sorted: what is on record of it says nothing of whom it was about. */
export function namesOf({ sort: _, ...filter }: PatientFilter): string[] {
  return Object.entries(filter)
    .flatMap(([name, value]) => (value === undefined ? [] : [name]))
    .sort();
}
