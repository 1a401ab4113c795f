/** An appointment of the model, in milliseconds since 1970. */
interface Modelled {
  readonly patientId: string;
  start: number;
  end: number;
  busyUntil: number;
  status: 'booked' | 'cancelled';
}

interface ModelledHold {
  readonly start: number;
  readonly end: number;
  readonly busyUntil: number;
  readonly until: number;
}

interface Wish {
  readonly patientId: string;
  readonly start: number;
  readonly holdId?: string | undefined;
}

const minute = 60_000;
const mostHolds = 3;

/** What slots a doctor has on the day: from `opens` to `closes`, each of so many minutes and a buffer. */
export interface Pace {
  readonly opens: number;
  readonly closes: number;
  readonly slotMinutes: number;
  readonly bufferMinutes: number;
}

/**
 * A doctor’s day as it should be: what each request is to be answered, by the rules as the API tells them, without a cell or a
 * transaction. One person has all the holds.
 */
export function createModelledDay() {
  const appointments = new Map<string, Modelled>();
  const holds = new Map<string, ModelledHold>();

  const slotOf = (start: number, { slotMinutes, bufferMinutes }: Pace) => {
    const end = start + slotMinutes * minute;
    return { start, end, busyUntil: end + bufferMinutes * minute };
  };
  const isOnGrid = (start: number, pace: Pace) =>
    start >= pace.opens &&
    start + pace.slotMinutes * minute <= pace.closes &&
    (start - pace.opens) % ((pace.slotMinutes + pace.bufferMinutes) * minute) === 0;
  const overlap = (one: { start: number; busyUntil: number }, other: { start: number; busyUntil: number }) =>
    one.start < other.busyUntil && other.start < one.busyUntil;
  const alive = (now: number) => [...holds].filter(([, { until }]) => until > now);
  const standing = (but?: string) =>
    [...appointments].filter(([id, { status }]) => status === 'booked' && id !== but).map(([, each]) => each);
  const isTaken = (slot: { start: number; busyUntil: number }, now: number, { appointment, hold }: Except = {}) =>
    standing(appointment).some((each) => overlap(each, slot)) ||
    alive(now).some(([id, each]) => id !== hold && overlap(each, slot));
  const isBusy = (patientId: string, slot: { start: number; end: number }, appointment?: string) =>
    standing(appointment).some(
      (each) => each.patientId === patientId && each.start < slot.end && slot.start < each.end,
    );

  return {
    appointments,
    holds,
    alive,
    /** The slots that are free, by the pace of the moment. */
    free(pace: Pace, now: number): number[] {
      const step = (pace.slotMinutes + pace.bufferMinutes) * minute;
      const starts = Array.from({ length: (pace.closes - pace.opens) / step }, (_, at) => pace.opens + at * step);
      return starts.filter((start) => isOnGrid(start, pace) && !isTaken(slotOf(start, pace), now));
    },
    /** The code by which a booking is refused; undefined where it is made. */
    refusalOfBooking({ patientId, start, holdId }: Wish, pace: Pace, now: number): string | undefined {
      const hold = holdId === undefined ? undefined : alive(now).find(([id]) => id === holdId)?.[1];
      if (holdId !== undefined && hold?.start !== start) return 'HOLD_EXPIRED';
      if (!isOnGrid(start, pace)) return 'SLOT_UNAVAILABLE';
      const slot = slotOf(start, pace);
      if (hold && hold.busyUntil !== slot.busyUntil) return 'HOLD_EXPIRED';
      if (isTaken(slot, now, { hold: holdId })) return 'SLOT_TAKEN';
      return isBusy(patientId, slot) ? 'PATIENT_BUSY' : undefined;
    },
    book(id: string, { patientId, start, holdId }: Wish, pace: Pace): void {
      appointments.set(id, { patientId, ...slotOf(start, pace), status: 'booked' });
      if (holdId !== undefined) holds.delete(holdId);
    },
    refusalOfMove(id: string, start: number, pace: Pace, now: number): string | undefined {
      const moved = appointments.get(id);
      if (moved?.status !== 'booked') return 'ILLEGAL_TRANSITION';
      if (!isOnGrid(start, pace)) return 'SLOT_UNAVAILABLE';
      const slot = slotOf(start, pace);
      if (isTaken(slot, now, { appointment: id })) return 'SLOT_TAKEN';
      return isBusy(moved.patientId, slot, id) ? 'PATIENT_BUSY' : undefined;
    },
    move(id: string, start: number, pace: Pace): void {
      Object.assign(appointments.get(id) ?? {}, slotOf(start, pace));
    },
    refusalOfCancel: (id: string): string | undefined =>
      appointments.get(id)?.status === 'booked' ? undefined : 'ILLEGAL_TRANSITION',
    cancel(id: string): void {
      Object.assign(appointments.get(id) ?? {}, { status: 'cancelled' });
    },
    refusalOfHold(start: number, pace: Pace, now: number): string | undefined {
      if (alive(now).length >= mostHolds) return 'TOO_MANY_HOLDS';
      if (!isOnGrid(start, pace)) return 'SLOT_UNAVAILABLE';
      return isTaken(slotOf(start, pace), now) ? 'SLOT_TAKEN' : undefined;
    },
    hold(id: string, start: number, until: number, pace: Pace): void {
      holds.set(id, { ...slotOf(start, pace), until });
    },
    refusalOfRelease: (id: string, now: number): string | undefined =>
      alive(now).some(([each]) => each === id) ? undefined : 'HOLD_NOT_FOUND',
    release(id: string): void {
      holds.delete(id);
    },
  };
}

interface Except {
  readonly appointment?: string | undefined;
  readonly hold?: string | undefined;
}
