import { describe, expect, it } from '@jest/globals';
import { createLiveCache } from '../../lib/live-cache.ts';
import { createTestClock } from '../support/clock.ts';

function createWorld() {
  const clock = createTestClock();
  const looked: string[] = [];
  const find = createLiveCache<string>({ clock });
  const look = (key: string, value: string | undefined) =>
    find(key, async () => {
      looked.push(key);
      return value;
    });
  return { clock, looked, find, look };
}

describe('what lets somebody in', () => {
  it('is taken for granted for less than three seconds', async () => {
    const { clock, looked, look } = createWorld();
    await look('a', 'one');
    clock.advance(2.999);
    const kept = await look('a', 'two');
    clock.advance(0.001);

    const fresh = await look('a', 'two');

    expect([kept, fresh]).toEqual(['one', 'two']);
    expect(looked).toEqual(['a', 'a']);
  });

  it('is reckoned from before it was looked up, however long that took', async () => {
    const { clock, find, look } = createWorld();
    await find('a', async () => {
      clock.advance(2);
      return 'slow';
    });
    clock.advance(1);

    expect(await look('a', 'fresh')).toBe('fresh');
  });

  it('is looked up again before its time where it is not current any more', async () => {
    const { find, looked, look } = createWorld();
    await look('a', 'one');

    const current = await find(
      'a',
      async () => 'two',
      (known) => known === 'one',
    );
    const renewed = await find(
      'a',
      async () => 'two',
      (known) => known === 'two',
    );

    expect([current, renewed]).toEqual(['one', 'two']);
    expect(looked).toEqual(['a']);
  });

  it('is looked for each time while it is not there', async () => {
    const { look } = createWorld();

    expect([await look('a', undefined), await look('a', 'one')]).toEqual([undefined, 'one']);
  });

  it('is not kept past a look that failed', async () => {
    const { find, look } = createWorld();
    const failing = find('a', async () => {
      throw new Error('down');
    });

    await expect(failing).rejects.toThrow('down');
    expect(await look('a', 'one')).toBe('one');
  });

  it('is kept for a thousand at most, and the oldest is forgotten first', async () => {
    const { looked, look } = createWorld();
    for (let number = 0; number <= 1_000; number += 1) await look(`key ${number}`, 'one');
    looked.length = 0;

    await look('key 1', 'one');
    await look('key 0', 'one');

    expect(looked).toEqual(['key 0']);
  });
});
