/** Tells the time; services take it as a parameter so that a test can stop it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** The instant `milliseconds` after `time`. */
export function later(time: Date, milliseconds: number): Date {
  return new Date(time.getTime() + milliseconds);
}

/** A second, in milliseconds. */
export const second = 1_000;
/** A minute, in milliseconds. */
export const minute = 60 * second;
/** An hour, in milliseconds. */
export const hour = 60 * minute;
/** A day of 24 hours, in milliseconds. */
export const day = 24 * hour;
