import { allOf, equals } from '../../../data/condition.ts';
import { check, type OnConflict, type Write } from '../../../data/write.ts';
import { people } from './repository.ts';
import type { StoredPerson } from './schema.ts';

/** Demands a person who is not deleted and has proved an address, this one where it is given; throws the error of `conflict`. */
export function requireVerified(
  userId: string,
  address: string | undefined,
  conflict: OnConflict<StoredPerson>,
): Write {
  const proved = allOf(equals('status', 'active'), equals('emailVerified', true));
  const when = address === undefined ? proved : allOf(proved, equals('email', address));
  return check(people, { id: userId }, { when, conflict });
}
