import type { Item } from '../../lib/data/database.ts';
import type { MemoryDatabase } from './memory-database.ts';

/** A cell as it is stored: the day's item, when the cell begins, and what it says. */
interface StoredCell {
  readonly owner: string;
  readonly start: number;
  readonly says: string;
}

const fiveMinutes = 5 * 60_000;

const itemsOf = (database: MemoryDatabase, entity: string) =>
  database.itemsOf('clinic').filter((item) => item.entity === entity);

/** Every cell that somebody has of the days of an entity, `doctor-day` or `patient-day`. */
function cellsIn(database: MemoryDatabase, entity: string): StoredCell[] {
  return itemsOf(database, entity).flatMap((item) =>
    Object.entries(item).flatMap(([name, says]) =>
      /^c\d{3}$/.test(name)
        ? [
            {
              owner: String(item.ownerId),
              start: Date.parse(String(item.day)) + Number(name.slice(1)) * fiveMinutes,
              says: String(says),
            },
          ]
        : [],
    ),
  );
}

/** The cells that appointments must have, of the doctors, whose buffer is theirs too, or of the patients. */
function cellsOf(appointments: readonly Item[], owner: 'doctorId' | 'patientId', until: 'busyUntil' | 'end') {
  return appointments.flatMap((each) => {
    const [from, to] = [Date.parse(String(each.start)), Date.parse(String(each[until]))];
    const isOpen = each.status === 'booked' || each.status === 'checked_in';
    return Array.from({ length: (to - from) / fiveMinutes }, (_, index) => {
      const start = from + index * fiveMinutes;
      const others = start >= Date.parse(String(each.end)) ? '~.' : '~';
      const first = isOpen ? `~${each.id}` : '~.';
      return { owner: String(each[owner]), start, says: index === 0 ? first : others };
    });
  });
}

const told = ({ owner, start, says }: StoredCell) => `${owner} ${new Date(start).toISOString()} ${says}`;

/**
 * Where what is stored of appointments disagrees with itself: no cell has two, none is kept by what is called off, none is lost, and
 * each patient is counted as many as are not called off. `now` tells which holds are over.
 */
export function bookingDisagreements(database: MemoryDatabase): string[] {
  const standing = itemsOf(database, 'appointment').filter(({ status }) => status !== 'cancelled');
  // What was over before it began has no cells.
  const placed = standing.filter(
    ({ status, updatedAt, start }) =>
      ['booked', 'checked_in'].includes(String(status)) || String(updatedAt) >= String(start),
  );
  const pairs = [
    { what: 'doctors', stored: cellsIn(database, 'doctor-day'), due: cellsOf(placed, 'doctorId', 'busyUntil') },
    { what: 'patients', stored: cellsIn(database, 'patient-day'), due: cellsOf(placed, 'patientId', 'end') },
  ];
  return [
    ...pairs.flatMap(({ what, stored, due }) => {
      const booked = stored.filter(({ says }) => says.startsWith('~')).map(told);
      const wanted = due.map(told);
      return [
        ...booked.filter((each) => !wanted.includes(each)).map((each) => `${what}: nobody is booked at ${each}`),
        ...wanted.filter((each) => !booked.includes(each)).map((each) => `${what}: lost ${each}`),
        ...repeated(due.map(({ owner, start }) => `${owner} ${start}`)).map((each) => `${what}: two at ${each}`),
      ];
    }),
    ...miscounted(database, standing),
  ];
}

function miscounted(database: MemoryDatabase, standing: readonly Item[]): string[] {
  const counted = new Map(
    itemsOf(database, 'patient-counts').map(({ patientId, appointments }) => [patientId, appointments ?? 0]),
  );
  const patients = new Set([...counted.keys(), ...standing.map(({ patientId }) => patientId)]);
  return [...patients].flatMap((id) => {
    const has = standing.filter(({ patientId }) => patientId === id).length;
    return (counted.get(id) ?? 0) === has ? [] : [`${id} has ${has} and is counted ${counted.get(id)}`];
  });
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
