import { describe, expect, it } from '@jest/globals';
import { createPendingCalls, TimedOut } from '../../local/pending-calls.ts';

describe('pending calls', () => {
  it('answer each call with its own result', async () => {
    const calls = createPendingCalls();
    const [one, two] = [calls.begin('one', 1_000), calls.begin('two', 1_000)];

    calls.succeed('two', 2);
    calls.succeed('one', 1);

    expect(await Promise.all([one, two])).toEqual([1, 2]);
  });

  it('reject a call that takes longer than it may', async () => {
    await expect(createPendingCalls().begin('slow', 5)).rejects.toThrow(
      new TimedOut('Task timed out after 0.01 seconds'),
    );
  });

  it('reject every call when the process has crashed, and are idle then', async () => {
    const calls = createPendingCalls();
    const [one, two] = [calls.begin('one', 1_000), calls.begin('two', 1_000)];
    const idle = calls.idle();

    calls.failAll(new Error('crashed'));

    await expect(one).rejects.toThrow('crashed');
    await expect(two).rejects.toThrow('crashed');
    await expect(idle).resolves.toBeUndefined();
  });
});
