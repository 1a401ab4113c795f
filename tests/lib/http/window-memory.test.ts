import { describe, expect, it } from '@jest/globals';
import { later } from '../../../lib/clock.ts';
import { createWindowMemory } from '../../../lib/http/window-memory.ts';
import { createTestClock } from '../../support/clock.ts';

describe('what an instance remembers of windows', () => {
  it('ends with the window', () => {
    const clock = createTestClock();
    const memory = createWindowMemory<number>(clock);
    memory.set('a', 1, later(clock(), 60_000));

    clock.advance(59);
    const within = memory.get('a');
    clock.advance(1);
    const after = memory.get('a');

    expect([within, after]).toEqual([1, undefined]);
  });

  it('is bounded: of too many entries the longest untouched goes', () => {
    const clock = createTestClock();
    const memory = createWindowMemory<number>(clock, 3);
    const endsAt = later(clock(), 60_000);
    for (const key of ['a', 'b', 'c']) memory.set(key, 1, endsAt);

    for (const key of ['a', 'c']) memory.set(key, 2, endsAt);
    const full = ['a', 'b', 'c'].map(memory.get);
    memory.set('d', 1, endsAt);

    expect(full).toEqual([2, 1, 2]);
    expect(['a', 'b', 'c', 'd'].map(memory.get)).toEqual([2, undefined, 2, 1]);
  });
});
