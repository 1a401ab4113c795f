import { describe, expect, it } from '@jest/globals';
import { isNight } from '../../../../../lib/domains/clinic/readers/readings.ts';

describe('the night of a clinic', () => {
  it.each([
    ['begins at ten in the evening', '2026-03-05T21:00:00.000Z', 'Europe/Berlin', true],
    ['has not begun just before', '2026-03-05T20:59:59.999Z', 'Europe/Berlin', false],
    ['lasts until six in the morning', '2026-03-06T04:59:59.999Z', 'Europe/Berlin', true],
    ['is over then', '2026-03-06T05:00:00.000Z', 'Europe/Berlin', false],
    ['is another one elsewhere', '2026-03-05T21:00:00.000Z', 'America/New_York', false],
    [
      'ends an hour sooner by UTC where the clocks went forward in it',
      '2026-03-29T04:00:00.000Z',
      'Europe/Berlin',
      false,
    ],
    ['has not ended a moment before that', '2026-03-29T03:59:59.999Z', 'Europe/Berlin', true],
    ['ends an hour later by UTC where the clocks went back in it', '2026-10-25T04:59:59.999Z', 'Europe/Berlin', true],
    ['is over by then', '2026-10-25T05:00:00.000Z', 'Europe/Berlin', false],
  ])('%s', (_, time, zone, expected) => {
    expect(isNight(time, zone)).toBe(expected);
  });
});
