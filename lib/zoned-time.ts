import { changesOf } from './zone-changes.ts';

/** What a clock on the wall shows: a calendar date, and a time of that day, `HH:MM` or `HH:MM:SS`. */
interface WallClock {
  readonly date: string;
  readonly time: string;
}

const minute = 60_000;
const day = 24 * 60 * minute;
const wallClock = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;

/** Tells how many minutes a zone's clocks are ahead of UTC at an instant, which is in milliseconds since 1970. */
export function offsetAt(zone: string, instant: number): number {
  if (!Number.isFinite(instant)) throw new RangeError(`${instant} is not an instant`);
  const { at, offsets } = changesOf(zone);
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] ?? 0) * minute <= instant) low = middle + 1;
    else high = middle;
  }
  return offsets[low] ?? 0;
}

/**
 * Tells what a zone's clocks show at an instant, to the second, and how many minutes they are ahead of UTC; throws a
 * `RangeError` where their year has not four digits.
 */
export function toWall(instant: Date, zone: string): WallClock & { readonly offset: number } {
  const offset = offsetAt(zone, instant.getTime());
  const shown = new Date(instant.getTime() + offset * minute).toISOString();
  if (shown.length > 24) throw new RangeError(`${shown} is not on a clock`);
  return { date: shown.slice(0, 10), time: shown.slice(11, 19), offset };
}

/**
 * Finds when a zone's clocks show a time: never in a gap, twice where an hour comes twice, the earlier one first. Throws a
 * `RangeError` for a date or a time that there is not, or that is spelled otherwise.
 */
export function toInstants(wall: WallClock, zone: string): Date[] {
  const shown = parseWall(wall);
  // An offset is less than a day, and no zone has changed its clocks twice in two days since the table begins.
  const offsets = new Set([offsetAt(zone, shown - day), offsetAt(zone, shown + day)]);
  return [...offsets]
    .map((offset) => ({ offset, instant: shown - offset * minute }))
    .filter(({ offset, instant }) => offsetAt(zone, instant) === offset)
    .map(({ instant }) => new Date(instant))
    .sort((one, other) => one.getTime() - other.getTime());
}

function parseWall({ date, time }: WallClock): number {
  const text = `${date}T${time}`;
  const shown = wallClock.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  // Of 30 February, the parser makes 2 March.
  if (new Date(shown).getUTCDate() !== Number(date.slice(8))) throw new RangeError(`${date} ${time} is not on a clock`);
  return shown;
}

/** Finds when a date begins in a zone: at midnight, or when the clocks change where they pass midnight over. */
export function startOfDay(date: string, zone: string): Date {
  const [midnight] = toInstants({ date, time: '00:00' }, zone);
  return midnight ?? changeAround(Date.parse(date), zone);
}

/** The change by which a wall time is passed over, which lies within a day of it. */
function changeAround(shown: number, zone: string): Date {
  const before = offsetAt(zone, shown - day);
  const change = changesOf(zone).at.find((at) => at * minute + before * minute >= shown - day);
  return new Date((change ?? 0) * minute);
}
