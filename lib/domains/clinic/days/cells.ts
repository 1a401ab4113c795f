import { day, hour, minute } from '../../../clock.ts';

/** How long a cell is: what is booked begins and ends on this grid. */
export const cellMilliseconds: number = 5 * minute;
/** The longest that a visit takes with its buffer, in milliseconds: more cells do not fit into a condition of DynamoDB. */
export const longestVisit: number = 4 * hour;

const cellsOfDay = day / cellMilliseconds;

/** The name of a cell in the item of its day: `c000` begins at midnight of UTC, `c287` five minutes before the next. */
export type Cell = `c${string}`;

/** The names of all cells of a day. */
export const cellNames: readonly Cell[] = Array.from({ length: cellsOfDay }, (_, index) => nameOf(index));

/** A stretch of time on the grid, in milliseconds since 1970; `to` is no longer of it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A day of UTC, `YYYY-MM-DD`, with some of its cells. */
export interface CellsOfDay {
  readonly day: string;
  readonly cells: readonly Cell[];
}

/** The cells that a stretch covers, day by day; throws a `RangeError` where it does not lie on the grid. */
export function cellsOf({ from, to }: Stretch): CellsOfDay[] {
  if (from % cellMilliseconds !== 0 || to % cellMilliseconds !== 0) throw new RangeError('It lies beside the grid');
  const starts = Array.from(
    { length: Math.max(0, to - from) / cellMilliseconds },
    (_, index) => from + index * cellMilliseconds,
  );
  return daysOf({ from, to }).map((each) => ({
    day: each,
    cells: starts.filter((start) => dayOf(start) === each).map((start) => nameOf((start % day) / cellMilliseconds)),
  }));
}

/** The days of UTC that a stretch touches. */
export function daysOf({ from, to }: Stretch): string[] {
  const first = from - (from % day);
  return Array.from({ length: Math.ceil((to - first) / day) }, (_, index) => dayOf(first + index * day));
}

/** The day of UTC of an instant, `YYYY-MM-DD`. */
export function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** When a cell of a day begins, in milliseconds since 1970. */
export function startOfCell(dayOfCell: string, cell: Cell): number {
  return Date.parse(dayOfCell) + Number(cell.slice(1)) * cellMilliseconds;
}

function nameOf(index: number): Cell {
  return `c${String(index).padStart(3, '0')}`;
}
