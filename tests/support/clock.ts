import type { Clock } from '../../lib/clock.ts';

/** A clock that moves only when a test says so. */
export interface TestClock extends Clock {
  /** Moves on by so many seconds. */
  advance(seconds: number): void;
}

export function createTestClock(start = '2026-03-08T09:30:00.000Z'): TestClock {
  let now = Date.parse(start);
  return Object.assign(() => new Date(now), {
    advance(seconds: number) {
      now += seconds * 1_000;
    },
  });
}
