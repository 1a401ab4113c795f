/** The work did not end in its time; it may still end later, and its effects then count. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
  readonly code = 'TIMED_OUT';

  constructor(milliseconds: number) {
    super(`It took longer than ${Math.round(milliseconds)} ms`);
  }
}

/** Ends as `work` does, or after so many milliseconds with `TimedOut`. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new TimedOut(milliseconds)), Math.max(0, milliseconds));
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
