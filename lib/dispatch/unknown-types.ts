import { log } from '../log.ts';

/** Tells in one line of events that have no route here, by their types: they were stored by a newer release. */
export function tellOfUnknownTypes(types: readonly string[]): void {
  if (types.length === 0) return;
  // A list, since a type in place of a key might look like one whose value is a secret.
  const counts = [...Map.groupBy(types, (type) => type)].map(([type, { length }]) => ({ type, count: length }));
  log.error('events of unknown types', { count: types.length, types: counts });
}
