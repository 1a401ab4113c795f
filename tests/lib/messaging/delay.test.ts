import { describe, expect, it } from '@jest/globals';
import { delaySecondsUntil } from '../../../lib/messaging/delay.ts';

const now = new Date('2026-03-08T09:30:00.400Z');

describe('the delay of a message', () => {
  it.each([
    ['2026-03-08T09:30:10.400Z', 10],
    ['2026-03-08T09:30:10.401Z', 11],
    ['2026-03-08T09:30:00.401Z', 1],
    ['2026-03-08T09:30:00.400Z', 0],
    ['2026-03-08T09:29:00.000Z', 0],
    ['2026-03-08T10:30:00.000Z', 900],
  ])('until %s is %d whole seconds: never too few, as far as a queue keeps it', (at, seconds) => {
    expect(delaySecondsUntil(new Date(at), now)).toBe(seconds);
  });
});
