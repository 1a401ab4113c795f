/** Who has a cell, as its item says it: a hold until an instant, or an appointment for as long as it is not called off. */
export type Occupant = string;

/** The first cell of an appointment names it, so that what is booked is found by the cells alone; the others are marked alone. */
const booked = '~';

/** What a cell says in which nobody is with the doctor, since it lies in the buffer after an appointment. */
const buffer = '~.';

/** A hold, as its cells know it: which of them it is must be told even by a clock that thinks it over. */
export function heldBy({ holdId, expiresAt }: { readonly holdId: string; readonly expiresAt: string }): Occupant {
  return `${Date.parse(expiresAt)}-${holdId.slice(-12)}`;
}

/** Who has the first cell of a stretch, the others, and those of the buffer. */
export interface Occupants {
  readonly first: Occupant;
  readonly others: Occupant;
  readonly buffer: Occupant;
}

/** An appointment, as its cells know it. */
export function bookedFor(appointmentId: string): Occupants {
  return { first: booked + appointmentId, others: booked, buffer };
}

/** The appointment that begins in a cell; undefined where none does. */
export function appointmentIn(occupant: Occupant = booked): string | undefined {
  const names = occupant.startsWith(booked) && ![booked, buffer].includes(occupant);
  return names ? occupant.slice(booked.length) : undefined;
}

/** Whether the appointment that began before goes on in a cell. */
export function goesOn(occupant: Occupant | undefined): boolean {
  return occupant === booked;
}

/**
 * The text that comes after each hold that is over at an instant, in milliseconds since 1970, and before all else that a cell
 * may say: digits of one length order by time, and come before the mark of what is booked. A hold is over from its end on, and
 * what it says goes on after its end.
 */
export function overAt(now: number): Occupant {
  return String(now + 1);
}

/** Whether a cell is free: nobody has it, or a hold that is over. */
export function isFree(occupant: Occupant | undefined, now: number): boolean {
  return occupant === undefined || occupant < overAt(now);
}
