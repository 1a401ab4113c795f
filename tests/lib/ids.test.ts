import { describe, expect, it } from '@jest/globals';
import { newId } from '../../lib/ids.ts';

describe('newId', () => {
  it('makes a UUID of version 7 and variant 10', () => {
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('begins with the milliseconds, so that later ids sort after earlier ones', () => {
    const ids = [3_000, 1_000, 2_000].map((milliseconds) => newId(Date.UTC(2026, 0, 1) + milliseconds));

    expect([...ids].sort()).toEqual([ids[1], ids[2], ids[0]]);
  });

  it('does not repeat itself within one millisecond', () => {
    const ids = Array.from({ length: 1_000 }, () => newId(1_767_225_600_000));

    expect(new Set(ids).size).toBe(1_000);
  });
});
