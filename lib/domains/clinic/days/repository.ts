import * as z from 'zod';
import { absent, allOf, anyOf, type Condition, equals, lessThan } from '../../../data/condition.ts';
import { type Entity, entity, type Stored } from '../../../data/entity.ts';
import type { Position } from '../../../data/page.ts';
import { at, type Reference } from '../../../data/read.ts';
import { upsert, type Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { calendarDate, id, schema } from '../../../schemas.ts';
import { type Cell, type CellsOfDay, cellNames, cellsOf, type Stretch, startOfCell } from './cells.ts';
import { type Occupant, type Occupants, overAt } from './occupants.ts';

/** A day of UTC of somebody, with who has which of its cells. */
export type Day = { readonly ownerId: string; readonly day: string } & { readonly [C in Cell]?: Occupant | undefined };

interface DayId {
  readonly ownerId: string;
  readonly day: string;
}

/** Whose days there are: one can be at one place at a time, whether to treat or to be treated. */
export type Owner = 'doctor' | 'patient';

const occupied = schema(() => z.string().optional());

const dayFields = schema(() =>
  z.object({
    ownerId: id(),
    day: calendarDate(),
    ...(Object.fromEntries(cellNames.map((cell) => [cell, occupied()])) as Record<Cell, ReturnType<typeof occupied>>),
  }),
);

/** The partition of the days of a doctor. */
const doctorDaysPartition = (doctorId: string): string => `DOCTOR-DAYS#${doctorId}`;

/** The partition of the days of a patient. */
const patientDaysPartition = (patientId: string): string => `PATIENT-DAYS#${patientId}`;

/** The days of doctors, each an item whose attributes are its cells, so that a booking of any length is a condition on one item or two. */
export const doctorDays: Entity<Day, DayId> = entity({
  name: 'doctor-day',
  table: 'clinic',
  schema: dayFields,
  key: ({ ownerId, day }: DayId) => ({ pk: doctorDaysPartition(ownerId), sk: `DAY#${day}` }),
});

/** The days of patients. */
export const patientDays: Entity<Day, DayId> = entity({
  name: 'patient-day',
  table: 'clinic',
  schema: dayFields,
  key: ({ ownerId, day }: DayId) => ({ pk: patientDaysPartition(ownerId), sk: `DAY#${day}` }),
});

const daysOfOwner = { doctor: doctorDays, patient: patientDays };

/** Refers to a day, to be read together with others. */
export function dayAt(owner: Owner, ownerId: string, day: string): Reference<Day> {
  return at(daysOfOwner[owner], { ownerId, day });
}

/** What is to have cells: all of a stretch, of which it may have those that are free at an instant, or that a hold has. */
interface Taking extends Stretch, Occupants {
  /** When its buffer begins, if it has one. */
  readonly bufferFrom?: number;
  /** The hold that has had all of the cells until now. */
  readonly heldBy?: Occupant | undefined;
}

/** What becomes of somebody’s cells in one transaction. */
interface CellChange {
  /** What is given up: its cells may be taken again. */
  readonly release?: Stretch | undefined;
  readonly take?: Taking | undefined;
}

/** The writes of a change of cells, one for each day; where a cell that is to be taken is not free, the error of `taken` is thrown. */
export function changeCells(
  owner: Owner,
  ownerId: string,
  { release, take }: CellChange,
  { now, taken }: { readonly now: number; readonly taken: () => Error },
): Write[] {
  const [given, wanted] = [release ? cellsOf(release) : [], take ? cellsOf(take) : []];
  const days = [...new Set([...given, ...wanted].map(({ day }) => day))];
  return days.map((day) => {
    const [released, takes] = [cellsOn(day, given), cellsOn(day, wanted)];
    const set = Object.fromEntries(takes.map((cell) => [cell, occupantOf(startOfCell(day, cell), take)]));
    const remove = released.filter((cell) => !takes.includes(cell));
    const demanded = takes.filter((cell) => !released.includes(cell));
    const change = { set: { ownerId, day, ...set } as Partial<Day>, remove };
    const when = conditionOn(demanded, take?.heldBy, now);
    const entityOfOwner = daysOfOwner[owner];
    return when
      ? upsert(entityOfOwner, { ownerId, day }, { ...change, when, conflict: taken })
      : upsert(entityOfOwner, { ownerId, day }, change);
  });
}

/** The write that gives up the cells of a hold on a day, if they are its own still. */
export function releaseHeld(
  doctorId: string,
  held: Stretch & { readonly heldBy: Occupant },
  lost: () => Error,
): Write[] {
  return cellsOf(held).map(({ day, cells }) => {
    const [first, ...others] = cells.map((cell) => equals(cell, held.heldBy));
    if (!first) throw new RangeError('A hold has no cells');
    const change = { set: { ownerId: doctorId, day }, remove: cells, when: allOf(first, ...others), conflict: lost };
    return upsert(doctorDays, { ownerId: doctorId, day }, change);
  });
}

function cellsOn(day: string, days: readonly CellsOfDay[]): readonly Cell[] {
  return days.find((each) => each.day === day)?.cells ?? [];
}

function occupantOf(start: number, take: Taking | undefined): Occupant | undefined {
  if (start === take?.from) return take.first;
  return start >= (take?.bufferFrom ?? Number.POSITIVE_INFINITY) ? take?.buffer : take?.others;
}

function conditionOn(cells: readonly Cell[], heldBy: Occupant | undefined, now: number): Condition | undefined {
  const [first, ...others] = cells.map((cell) =>
    heldBy === undefined ? anyOf(absent(cell), lessThan(cell, overAt(now))) : equals(cell, heldBy),
  );
  return first && allOf(first, ...others);
}

/** The days by their dates. */
export function byDate(days: readonly Day[]): ReadonlyMap<string, Day> {
  return new Map(days.map((day) => [day.day, day]));
}

/** Whether all cells of a stretch meet a demand; a day that was never written has free ones. */
export function everyCell(
  days: ReadonlyMap<string, Day>,
  stretch: Stretch,
  meets: (occupant: Occupant | undefined) => boolean,
): boolean {
  return cellsOf(stretch).every(({ day, cells }) => cells.every((cell) => meets(days.get(day)?.[cell])));
}

/** Reads the days of somebody from one date to another that anybody ever had a cell of, by date: by one query for each megabyte. */
export async function queryDays(
  { read }: Pick<Platform, 'read'>,
  owner: Owner,
  ownerId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Stored<Day>[]> {
  const partition = daysOfOwner[owner].key({ ownerId, day: from }).pk;
  const range = { from: `DAY#${from}`, to: `DAY#${to}` };
  const days: Stored<Day>[] = [];
  let after: Position | undefined;
  do {
    const page = await read.query(daysOfOwner[owner], { partition, range, consistent: true, after });
    days.push(...page.items);
    after = page.next;
  } while (after);
  return days;
}
