import type { Platform } from '../../../platform/platform.ts';
import { type Cell, cellMilliseconds, cellNames, dayOf, longestVisit, type Stretch, startOfCell } from './cells.ts';
import { appointmentIn, goesOn, type Occupant } from './occupants.ts';
import { type Day, type Owner, queryDays } from './repository.ts';
import { queryRoster } from './roster-repository.ts';

/** An appointment that is neither over nor called off, in milliseconds since 1970; without the buffer after it. */
export interface Booked {
  readonly appointmentId: string;
  readonly start: number;
  readonly end: number;
}

/** The last day that has four digits for its year, which nothing is booked for. */
const lastDay = Date.parse('9999-12-31');

/** The stretch of all that is not over at an instant. */
export function toCome(now: number): Stretch {
  return { from: now, to: lastDay };
}

/** What of a stretch is not over at an instant. */
export function restOf({ from, to }: Stretch, now: number): Stretch {
  return { from: Math.max(from, now), to };
}

/** Looks up what is booked, as it is at this moment: by the days of doctors and patients, and no list that lags. */
export function createBookedSearch({ read }: Pick<Platform, 'read'>) {
  /** What somebody is booked for in a stretch, by its start; it reads the days of the stretch. */
  async function find(owner: Owner, ownerId: string, { from, to }: Stretch): Promise<Booked[]> {
    if (from >= to) return [];
    const days = await queryDays({ read }, owner, ownerId, { from: dayOf(from - longestVisit), to: dayOf(to - 1) });
    return bookedIn(days).filter(({ start, end }) => start < to && end > from);
  }

  return {
    find,

    /** What the doctors of a clinic are booked for there in a stretch, by doctor and start. */
    async findAtClinic(clinicId: string, stretch: Stretch): Promise<Booked[]> {
      const doctors = await queryRoster({ read }, clinicId);
      const booked = await Promise.all(doctors.map(({ doctorId }) => find('doctor', doctorId, stretch)));
      return booked.flat();
    },
  };
}

/** What is booked on days in their order. */
function bookedIn(days: readonly Day[]): Booked[] {
  const cells = days.flatMap(cellsIn);
  return cells.flatMap(({ start, occupant }, index) => {
    const appointmentId = appointmentIn(occupant);
    return appointmentId === undefined ? [] : [{ appointmentId, start, end: endOf(cells.slice(index)) }];
  });
}

/** When the appointment ends that begins in the first of some cells: where its cells do, or do not lie side by side. */
function endOf(cells: readonly { readonly start: number; readonly occupant: Occupant }[]): number {
  const [{ start = 0 } = {}] = cells;
  const after = cells.findIndex(
    (cell, index) => index > 0 && (!goesOn(cell.occupant) || cell.start !== start + index * cellMilliseconds),
  );
  return start + (after < 0 ? cells.length : after) * cellMilliseconds;
}

function cellsIn(day: Day) {
  return cellNames.flatMap((cell: Cell) => {
    const occupant = day[cell];
    return occupant === undefined ? [] : [{ start: startOfCell(day.day, cell), occupant }];
  });
}
