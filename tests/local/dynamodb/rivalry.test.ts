import { describe, expect, it } from '@jest/globals';
import { Contended, createRivalry, type RivalryOptions } from '../../../local/dynamodb/rivalry.ts';
import { letOthersGoOn } from '../../support/lockout.ts';
import { seededRandom } from '../../support/random.ts';

function begin({ share = 1, random = seededRandom(1) }: Partial<RivalryOptions> = {}) {
  const rivalry = createRivalry({ share, random, linger: () => letOthersGoOn(0) });
  const done: number[] = [];
  const transact = (number: number, ...places: string[]) => rivalry.transact(places, async () => done.push(number));
  const pass = (number: number, ...places: string[]) => rivalry.pass(places, async () => done.push(number));
  return { rivalry, done, transact, pass };
}

/** What became of each of so many at once: the places of those that were cancelled. */
async function atOnce(times: number, work: (number: number) => Promise<unknown>) {
  const outcomes = await Promise.allSettled(Array.from({ length: times }, (_, number) => work(number)));
  return outcomes.map((outcome) => {
    if (outcome.status === 'fulfilled') return 'done';
    if (!(outcome.reason instanceof Contended)) throw outcome.reason;
    return [...outcome.reason.places];
  });
}

describe('a rivalry', () => {
  it('never cancels a transaction that is alone', async () => {
    const { transact, done } = begin();

    for (let number = 0; number < 20; number++) await transact(number, 'a', 'b');

    expect(done).toHaveLength(20);
  });

  it('lets transactions on other items pass', async () => {
    const { transact, done } = begin();

    await atOnce(20, (number) => transact(number, `a${number}`, `b${number}`));

    expect(done).toHaveLength(20);
  });

  it('lets one of two hundred on one item through where all others are cancelled, which do nothing', async () => {
    const { transact, done } = begin({ share: 1 });

    const outcomes = await atOnce(200, (number) => transact(number, 'a'));

    expect(done).toEqual([0]);
    expect(outcomes.slice(1)).toEqual(Array(199).fill(['a']));
  });

  it.each([0.3, 0.9])(
    'cancels of two hundred on one item about the share of %d, and never the first',
    async (share) => {
      const { transact, done } = begin({ share });

      const outcomes = await atOnce(200, (number) => transact(number, 'a'));

      const cancelled = outcomes.filter((outcome) => outcome !== 'done').length;
      expect(outcomes[0]).toBe('done');
      expect(Math.abs(cancelled / 199 - share)).toBeLessThan(0.1);
      expect(done).toHaveLength(200 - cancelled);
    },
  );

  it('cancels nobody where the share is nothing', async () => {
    const { transact, done } = begin({ share: 0 });

    await atOnce(50, (number) => transact(number, 'a'));

    expect(done).toHaveLength(50);
  });

  it('names the items that a rival holds, and no others', async () => {
    const { transact } = begin();

    const [, outcome] = await atOnce(2, (number) =>
      number === 0 ? transact(number, 'a', 'c') : transact(number, 'a', 'b', 'c'),
    );

    expect(outcome).toEqual(['a', 'c']);
  });

  it('holds an item until all that were let in on it are done', async () => {
    const { rivalry, transact } = begin({ random: numbers(1, 0) });
    let end: () => void = () => undefined;
    const long = rivalry.transact(['a'], () => new Promise<void>((resolve) => (end = resolve)));
    await transact(1, 'a');

    await expect(transact(2, 'a')).rejects.toThrow(Contended);

    end();
    await long;
    await transact(3, 'a');
  });

  it('lets go of the items of a transaction that failed, and of one that was cancelled', async () => {
    const { rivalry, transact, done } = begin();
    const failing = rivalry.transact(['a'], () => Promise.reject(new Error('no')));
    const cancelled = transact(1, 'a', 'b');

    await expect(failing).rejects.toThrow('no');
    await expect(cancelled).rejects.toThrow(Contended);
    await transact(2, 'a', 'b');

    expect(done).toEqual([2]);
  });

  it('keeps a single write from an item on which a transaction is under way', async () => {
    const { transact, pass, done } = begin();

    const outcomes = await atOnce(3, (number) => (number === 0 ? transact(0, 'a') : pass(number, 'a')));

    expect(outcomes).toEqual(['done', ['a'], ['a']]);
    expect(done).toEqual([0]);
  });

  it('lets single writes take turns, and holds no item for them', async () => {
    const { transact, pass, done } = begin();

    await atOnce(20, (number) => (number === 19 ? transact(number, 'a') : pass(number, 'a')));

    expect(done).toHaveLength(20);
  });

  it('cancels the same ones again by the same seed', async () => {
    const run = async () => {
      const { transact } = begin({ share: 0.5, random: seededRandom(7) });
      return atOnce(40, (number) => transact(number, 'a'));
    };

    expect(await run()).toEqual(await run());
  });
});

/** These numbers, and the last of them from then on. */
function numbers(...given: number[]): () => number {
  return () => (given.length > 1 ? (given.shift() ?? 0) : (given[0] ?? 0));
}
