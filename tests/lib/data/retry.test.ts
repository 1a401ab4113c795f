import { describe, expect, it } from '@jest/globals';
import { AnswerLost, DatabaseBusy, ItemContended } from '../../../lib/data/database.ts';
import { currentDeadline, withOneDeadline } from '../../../lib/data/deadline.ts';
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

  it('asks no more when the deadline has passed in a pause', async () => {
    const deadline = new AbortController();
    let asked = 0;
    const work = async () => {
      asked++;
      throw new ItemContended();
    };

    await expect(retry(work, async () => deadline.abort(), deadline.signal)).rejects.toThrow(ItemContended);

    expect(asked).toBe(1);
  });
});

describe('a deadline', () => {
  it('is shared by all that one work asks of the store, and by work within it', async () => {
    const [first, second, inner] = await withOneDeadline(async () => [
      currentDeadline(),
      currentDeadline(),
      await withOneDeadline(async () => currentDeadline()),
    ]);

    expect(second).toBe(first);
    expect(inner).toBe(first);
    expect(currentDeadline()).not.toBe(first);
  });
});
