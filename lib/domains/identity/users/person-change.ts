import type { Stored } from '../../../data/entity.ts';
import type { UpdateOptions } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import type { StoredPerson } from './schema.ts';

/** The fields of a person that a change sets or removes. */
export type PersonChange = Pick<UpdateOptions<StoredPerson>, 'set' | 'remove'>;

/** Somebody else changed the account since it was read; a caller who named no version may be served by another attempt. */
export class AccountChanged extends Conflict {
  constructor() {
    super('CONCURRENT_CHANGE', 'The account was changed at the same time. Try again.');
  }
}

/** The person after a change. */
export function changedBy({ set = {}, remove = [] }: PersonChange, person: Stored<StoredPerson>): Stored<StoredPerson> {
  const removed = new Set<string>(remove);
  const kept = Object.fromEntries(Object.entries(person).filter(([field]) => !removed.has(field)));
  return { ...(kept as Stored<StoredPerson>), ...set, version: person.version + 1 };
}
