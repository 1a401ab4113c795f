import { describe, expect, it } from '@jest/globals';
import { TimedOut, within } from '../../../lib/messaging/time-limit.ts';

const never = new Promise<never>(() => undefined);
const refused = new Error('refused');

describe('within a time', () => {
  it('work ends as it ends by itself', async () => {
    expect(await within(10_000, Promise.resolve('done'))).toBe('done');
    await expect(within(10_000, Promise.reject(refused))).rejects.toBe(refused);
  });

  it.each([1, 0, -5])('of %d ms work that does not end fails, with a code', async (milliseconds) => {
    const failure = await within(milliseconds, never).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(TimedOut);
    expect(failure).toMatchObject({ code: 'TIMED_OUT' });
  });

  it('work that has ended counts though no time is left', async () => {
    expect(await within(-1, Promise.resolve('done'))).toBe('done');
  });

  it('work that fails too late disturbs nobody', async () => {
    const work = Promise.withResolvers<never>();

    await expect(within(1, work.promise)).rejects.toBeInstanceOf(TimedOut);
    work.reject(refused);

    await expect(work.promise).rejects.toBe(refused);
  });

  it('leaves no timer behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();

    await within(10_000, Promise.resolve());
    await within(10_000, Promise.reject(refused)).catch(() => undefined);

    expect(timers()).toBeLessThanOrEqual(before);
  });
});
