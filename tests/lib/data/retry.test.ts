import { describe, expect, it } from '@jest/globals';
import { AnswerLost, DatabaseBusy, ItemContended } from '../../../lib/data/database.ts';
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

    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
    expect(new Set(signals).size).toBe(1);
  });

  it('makes none either when the deadline passes in a pause', async () => {
    const deadline = new AbortController();
    let tries = 0;
    const work = async () => {
      tries += 1;
      throw new DatabaseBusy();
    };

    await expect(retry(work, async () => deadline.abort(), deadline.signal)).rejects.toThrow(DatabaseBusy);

    expect(tries).toBe(1);
  });

  it.each([
    ['a store that is too busy eight times', new DatabaseBusy(), 8],
    ['an item that rivals hold more often, as they get on one after another', new ItemContended(), 24],
  ])('asks %s', async (_, error, tries) => {
    let asked = 0;
    const work = async () => {
      asked++;
      throw error;
    };

    await expect(retry(work, async () => undefined)).rejects.toBe(error);

    expect(asked).toBe(tries);
  });
});
