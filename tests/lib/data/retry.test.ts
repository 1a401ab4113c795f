import { describe, expect, it } from '@jest/globals';
import { AnswerLost } from '../../../lib/data/database.ts';
import { retry } from '../../../lib/data/retry.ts';

describe('retry', () => {
  it('shares one deadline among all tries, and makes none after it', async () => {
    const deadline = new AbortController();
    const signals: AbortSignal[] = [];
    const work = async (signal: AbortSignal) => {
      signals.push(signal);
      if (signals.length === 3) deadline.abort();
      throw new AnswerLost();
    };

    await expect(retry(work, async () => undefined, deadline.signal)).rejects.toThrow(AnswerLost);

    expect(signals).toEqual([deadline.signal, deadline.signal, deadline.signal]);
  });
});
