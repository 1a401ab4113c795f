import { describe, expect, it } from '@jest/globals';
import { retryOnConflict } from '../../../lib/commit/retry-on-conflict.ts';

class Overtaken extends Error {}
const isOvertaken = (error: unknown) => error instanceof Overtaken;

/** Work that fails with these errors, one after the other, and then succeeds. */
function workFailing(...errors: readonly Error[]) {
  const attempts: number[] = [];
  const work = async (attempt: number) => {
    attempts.push(attempt);
    const error = errors[attempts.length - 1];
    if (error) throw error;
    return 'done';
  };
  return { attempts, work };
}

describe('a retry on conflict', () => {
  it('does once what nobody else disturbs', async () => {
    const { attempts, work } = workFailing();

    expect(await retryOnConflict(work, isOvertaken)).toBe('done');
    expect(attempts).toEqual([1]);
  });

  it('does it again when somebody was faster, and says which attempt it is', async () => {
    const { attempts, work } = workFailing(new Overtaken(), new Overtaken());

    expect(await retryOnConflict(work, isOvertaken)).toBe('done');
    expect(attempts).toEqual([1, 2, 3]);
  });

  it.each([
    [5, undefined],
    [2, 2],
  ])('gives up after %i attempts, with the last conflict', async (most, asked) => {
    const conflicts = Array.from({ length: 6 }, (_, number) => new Overtaken(String(number + 1)));
    const { attempts, work } = workFailing(...conflicts);

    await expect(retryOnConflict(work, isOvertaken, asked)).rejects.toBe(conflicts[most - 1]);
    expect(attempts).toHaveLength(most);
  });

  it('passes any other error on at once, also after a conflict', async () => {
    const failure = new Error('down');
    const { attempts, work } = workFailing(new Overtaken(), failure);

    await expect(retryOnConflict(work, isOvertaken)).rejects.toBe(failure);
    expect(attempts).toHaveLength(2);
  });
});
