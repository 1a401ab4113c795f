import type { Course } from './race.ts';

/** The events of a type that are stored. */
export const eventsOf = ({ database }: Pick<Course, 'database'>, type: string) =>
  database.itemsOf('events').filter(({ event }) => (event as { type: string }).type === type);

/** The audit entries of an action. */
export const entriesOf = ({ database }: Pick<Course, 'database'>, action: string) =>
  database.itemsOf('audit').filter((entry) => entry.action === action);

/** The items of an entity in the table of identity. */
export const identityItems = ({ database }: Pick<Course, 'database'>, entity: string) =>
  database.itemsOf('identity').filter((item) => item.entity === entity);
