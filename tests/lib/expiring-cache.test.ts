import { describe, expect, it } from '@jest/globals';
import { createExpiringCache } from '../../lib/expiring-cache.ts';
import { createTestClock } from '../support/clock.ts';

function createWorld({ most = 10 } = {}) {
  const clock = createTestClock();
  return { clock, ...createExpiringCache<string>({ clock, milliseconds: 5_000, most }) };
}

describe('a value that is held for a time', () => {
  it('is found until its time is over', () => {
    const { clock, find, hold } = createWorld();
    hold('a', 'one', clock());

    clock.advance(4.999);
    const inTime = find('a');
    clock.advance(0.001);

    expect([inTime, find('a')]).toEqual(['one', undefined]);
  });

  it('is held from before it was read, however long that took', () => {
    const { clock, find, hold } = createWorld();
    const since = clock();
    clock.advance(4);
    hold('a', 'slow', since);

    clock.advance(1);

    expect(find('a')).toBeUndefined();
  });

  it('makes room for a further one when it is the oldest', () => {
    const { clock, find, hold } = createWorld({ most: 2 });
    for (const name of ['a', 'b', 'a', 'c']) hold(name, name, clock());

    expect(['a', 'b', 'c'].map(find)).toEqual(['a', undefined, 'c']);
  });

  it('can be dropped', () => {
    const { clock, find, hold, drop } = createWorld();
    hold('a', 'one', clock());

    drop('a');

    expect(find('a')).toBeUndefined();
  });
});
