import { describe, expect, it } from '@jest/globals';
import { queues } from '../../../infra/queues.ts';
import { secondsUntilNextTry } from '../../../lib/messaging/back-off.ts';

const tries = 3;

/** All that can come out: what is drawn is every number from 0 up to the end in turn. */
function allSecondsAfter(receives: number): number[] {
  let ends = 1;
  const seconds: number[] = [];
  for (let drawn = 0; drawn < ends; drawn++) {
    seconds.push(
      secondsUntilNextTry(receives, tries, (end) => {
        ends = end;
        return drawn;
      }),
    );
  }
  return seconds;
}

describe('the back-off', () => {
  it.each([
    [1, [2, 3]],
    [2, [4, 5, 6]],
  ])('after receive %d is one of %j seconds, whatever is drawn', (receives, expected) => {
    expect(allSecondsAfter(receives)).toEqual(expected);
  });

  it.each([tries, tries + 1, 1_000])('after receive %d is a second: the next is the dead letters own', (receives) => {
    expect(allSecondsAfter(receives)).toEqual([1]);
  });

  it('draws by itself, within the same bounds', () => {
    const seconds = Array.from({ length: 100 }, () => secondsUntilNextTry(2, tries));

    expect(seconds.filter((each) => ![4, 5, 6].includes(each))).toEqual([]);
  });

  it('knows as many tries as every queue has', () => {
    const lastPauses = queues.map((queue) => secondsUntilNextTry(queue.tries, queue.tries));

    expect(lastPauses).toEqual(queues.map(() => 1));
    expect(secondsUntilNextTry(tries, tries + 1, () => 0)).toBe(8);
  });
});
