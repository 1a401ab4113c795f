/** Tells the time; services take it as a parameter so that a test can stop it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** The instant `milliseconds` after `time`. */
export function later(time: Date, milliseconds: number): Date {
  return new Date(time.getTime() + milliseconds);
}
