import { describe, expect, it } from '@jest/globals';
import { joined, without } from '../../../../../lib/domains/clinic/appointments/stretches.ts';

const stretches = (...ends: [number, number][]) => ends.map(([from, to]) => ({ from, to }));

describe('stretches', () => {
  it('that overlap, touch, or lie within another are joined, in order and without empty ones', () => {
    const some = stretches([9, 12], [20, 21], [7, 8], [1, 5], [3, 7], [10, 11], [15, 15], [19, 16]);

    expect(joined(some)).toEqual(stretches([1, 8], [9, 12], [20, 21]));
  });

  it.each([
    [
      'in the midst',
      [
        [12, 13],
        [15, 16],
      ],
      [
        [8, 12],
        [13, 15],
        [16, 18],
      ],
    ],
    [
      'at their ends',
      [
        [17, 18],
        [8, 9],
      ],
      [[9, 17]],
    ],
    ['that are all of them', [[8, 18]], []],
    [
      'beyond them',
      [
        [7, 9],
        [17, 20],
        [1, 2],
      ],
      [[9, 17]],
    ],
  ] satisfies [string, [number, number][], [number, number][]][])('are without their parts %s', (_, parts, left) => {
    expect(without({ from: 8, to: 18 }, stretches(...parts))).toEqual(stretches(...left));
  });
});
