import type { Stored } from '../../../data/entity.ts';
import type { UpdateOptions } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import type { StoredPerson } from './schema.ts';

/** Fields of a person to set or to remove. */
export type PersonChange = Pick<UpdateOptions<StoredPerson>, 'set' | 'remove'>;

/** Somebody else changed the account since it was read; who asked for no version may be served with a second try. */
export class AccountChanged extends Conflict {
  constructor() {
    super('CONCURRENT_CHANGE', 'The account was changed at the same time. Try again.');
  }
}

/** The person as a change leaves them. */
export function changedBy({ set = {}, remove = [] }: PersonChange, person: Stored<StoredPerson>): Stored<StoredPerson> {
  const removed = new Set<string>(remove);
  const kept = Object.fromEntries(Object.entries(person).filter(([field]) => !removed.has(field)));
  return { ...(kept as Stored<StoredPerson>), ...set, version: person.version + 1 };
}
