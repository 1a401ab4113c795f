import { logUnexpected } from '../error-groups.ts';

/** Logs one line about events whose types have no route here, since a newer release stored them. */
export function tellOfUnknownTypes(types: readonly string[]): void {
  if (types.length === 0) return;
  // The counts are a list, since a type used as a key might look like one whose value is a secret.
  const counts = [...Map.groupBy(types, (type) => type)].map(([type, { length }]) => ({ type, count: length }));
  logUnexpected('events of unknown types', { count: types.length, types: counts });
}
