import { beforeEach, describe, expect, it } from '@jest/globals';
import { AnswerLost } from '../../../lib/data/database.ts';
import { Unavailable } from '../../../lib/errors.ts';
import { AlreadyDone, Park, Retry } from '../../../lib/messaging/decisions.ts';
import { createLease, type Lease, NotDone } from '../../../lib/messaging/leases.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

const effect = { consumer: 'mail', eventId: '019a0000-0000-7000-8000-0000000000e1' };
const refused = new Error('refused');
const unknown = new Error('no answer after the last line');

let clock: TestClock;
let database: MemoryDatabase;
let lease: Lease;
let had: number;

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
  lease = createLease(createTestPlatform(database, { clock }));
  had = 0;
});

const have = async () => void had++;
const throwing = (error: unknown) => async () => {
  throw error;
};

/** One try; answers the error that it ended with. */
async function attempt(work: () => Promise<void> = have, { decided = false } = {}): Promise<unknown> {
  const { result } = await withLogLines(() => lease(effect, work, { decided }).catch((error: unknown) => error));
  return result;
}

/** A worker that dies in the midst of the effect: nobody can say whether it was had. */
async function die({ decided = false } = {}): Promise<void> {
  const begun = Promise.withResolvers<void>();
  void lease(effect, () => new Promise(() => begun.resolve()), { decided });
  await begun.promise;
}

/** Loses the answer to one of the store's calls, counted from 1; `andAllAfter` keeps the store away from then on. */
function loseAnswer(lost: number, { andAllAfter = false } = {}): void {
  let call = 0;
  database.hooks.before = () => {
    call++;
    if (andAllAfter && call > lost) throw new AnswerLost();
  };
  database.hooks.after = () => {
    if (call === lost) throw new AnswerLost();
  };
}

function storeBack(): void {
  database.hooks.before = undefined;
  database.hooks.after = undefined;
}

describe('a lease', () => {
  it('has an effect by two writes and no read', async () => {
    expect(await attempt()).toBeUndefined();

    expect(had).toBe(1);
    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 2, transact: 0 });
  });

  it('does not have it again', async () => {
    await attempt();

    expect(await attempt()).toBeInstanceOf(AlreadyDone);
    clock.advance(60);
    expect(await attempt(have, { decided: true })).toBeInstanceOf(AlreadyDone);
    expect(had).toBe(1);
  });

  it('is of one event and one consumer', async () => {
    await attempt();

    await lease({ ...effect, consumer: 'payment' }, have, { decided: false });
    await lease({ ...effect, eventId: '019a0000-0000-7000-8000-0000000000e2' }, have, { decided: false });

    expect(had).toBe(3);
  });

  it.each([
    [0, 10],
    [1, 9],
    [2.5, 8],
    [9.999, 1],
  ])('that another has held for %d s asks to come again in %d s', async (age, afterSeconds) => {
    await die();
    clock.advance(age);

    const refusal = await attempt();

    expect(refusal).toBeInstanceOf(Retry);
    expect(refusal).toMatchObject({ code: 'LEASE_HELD', afterSeconds });
    expect(had).toBe(0);
  });

  it('is one worker’s alone, of twenty at once', async () => {
    const others = Promise.withResolvers<void>();
    const codes: string[] = [];
    const refuse = ({ code }: { readonly code: string }) => {
      if (codes.push(code) === 19) others.resolve();
    };
    const slow = () => others.promise.then(have);

    await Promise.all(Array.from({ length: 20 }, () => lease(effect, slow, { decided: false }).catch(refuse)));

    expect(codes).toEqual(Array(19).fill('LEASE_HELD'));
    expect(had).toBe(1);
  });
});

describe('when a worker died in the midst of an effect', () => {
  it('it is had once more as soon as the lease is over, and that is that', async () => {
    await die();
    clock.advance(10);

    expect(await attempt()).toBeUndefined();
    expect(await attempt()).toBeInstanceOf(AlreadyDone);
    expect(had).toBe(1);
  });

  it('for the second time the message is parked, however late it comes', async () => {
    await die();
    clock.advance(10);
    await die();
    clock.advance(10);

    for (const later of [0, 1, 86_400]) {
      clock.advance(later);
      const refusal = await attempt();
      expect(refusal).toBeInstanceOf(Park);
      expect(refusal).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    }
    expect(had).toBe(0);
  });

  it('and somebody has decided, it is tried again: once for each decision', async () => {
    await die();
    clock.advance(10);
    await die();
    const whileHeld = await attempt(have, { decided: true });
    clock.advance(10);
    await die({ decided: true });
    clock.advance(10);
    const undecided = await attempt();
    const decided = await attempt(have, { decided: true });

    expect(whileHeld).toMatchObject({ code: 'LEASE_HELD' });
    expect(undecided).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(decided).toBeUndefined();
    expect(had).toBe(1);
  });

  it('and thirty days have gone by, it counts as never begun', async () => {
    await die();
    clock.advance(10);
    await die();
    clock.advance(30 * 24 * 60 * 60);

    expect(await attempt()).toBeUndefined();
    expect(await attempt()).toBeInstanceOf(AlreadyDone);
  });
});

describe('an effect that fails', () => {
  it('for certain throws why, and may be tried again at once and as often as need be', async () => {
    for (let time = 0; time < 5; time++) expect(await attempt(throwing(new NotDone(refused)))).toBe(refused);

    expect(await attempt()).toBeUndefined();
    expect(had).toBe(1);
  });

  it('in the unknown throws what it threw, and may be tried once more at once', async () => {
    expect(await attempt(throwing(unknown))).toBe(unknown);
    expect(await attempt()).toBeUndefined();
    expect(await attempt()).toBeInstanceOf(AlreadyDone);
  });

  it('in the unknown twice is a person’s to decide on', async () => {
    expect(await attempt(throwing(unknown))).toBe(unknown);
    expect(await attempt(throwing(unknown))).toBe(unknown);
    expect(await attempt()).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(await attempt(have, { decided: true })).toBeUndefined();
    expect(had).toBe(1);
  });

  it.each([
    ['for certain', new NotDone(refused), refused],
    ['in the unknown', unknown, unknown],
  ])('%s is tried again when the lease is over, though it could not be given back', async (_, thrown, expected) => {
    const failing = async () => {
      database.hooks.before = () => {
        throw new AnswerLost();
      };
      throw thrown;
    };

    expect(await attempt(failing)).toBe(expected);
    storeBack();
    expect(await attempt()).toMatchObject({ code: 'LEASE_HELD' });
    clock.advance(10);

    expect(await attempt()).toBeUndefined();
    expect(had).toBe(1);
  });
});

describe('an effect that cannot be put on record', () => {
  it('is had at most once more', async () => {
    const havingThenDown = async () => {
      await have();
      database.hooks.before = () => {
        throw new AnswerLost();
      };
    };

    expect(await attempt(havingThenDown)).toBeInstanceOf(Unavailable);
    storeBack();
    expect(await attempt()).toMatchObject({ code: 'LEASE_HELD' });
    clock.advance(10);
    expect(await attempt(havingThenDown)).toBeInstanceOf(Unavailable);
    storeBack();
    clock.advance(10);

    expect(await attempt()).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(had).toBe(2);
  });
});

describe('an answer of the store that is lost', () => {
  it.each([
    ['the taking', 1],
    ['the record', 2],
  ])('of %s changes nothing', async (_, call) => {
    loseAnswer(call);

    expect(await attempt()).toBeUndefined();
    expect(await attempt()).toBeInstanceOf(AlreadyDone);
    expect(had).toBe(1);
  });

  it('of the taking, when the store stays away, leaves the effect to the next worker', async () => {
    loseAnswer(1, { andAllAfter: true });

    expect(await attempt()).toBeInstanceOf(Unavailable);
    storeBack();
    expect(had).toBe(0);
    expect(await attempt()).toMatchObject({ code: 'LEASE_HELD' });
    clock.advance(10);

    expect(await attempt()).toBeUndefined();
    expect(had).toBe(1);
  });

  it('of the record, when the store stays away, does not bring the effect back', async () => {
    loseAnswer(2, { andAllAfter: true });

    expect(await attempt()).toBeInstanceOf(Unavailable);
    storeBack();

    expect(await attempt()).toBeInstanceOf(AlreadyDone);
    expect(had).toBe(1);
  });

  it('of giving it back changes nothing', async () => {
    loseAnswer(2);

    expect(await attempt(throwing(new NotDone(refused)))).toBe(refused);
    expect(await attempt()).toBeUndefined();
  });
});

describe('a worker that was overtaken, since its lease was over', () => {
  /** Runs a slow try, and `meanwhile` once its lease is over; answers how the slow one ended. */
  async function overtaken(end: () => Promise<void>, meanwhile: () => Promise<unknown>): Promise<unknown> {
    const slow = async () => {
      clock.advance(10);
      await meanwhile();
      await end();
    };
    return attempt(slow);
  }

  it('puts its effect on record though another is at it', async () => {
    expect(await overtaken(have, die)).toBeUndefined();

    expect(await attempt()).toBeInstanceOf(AlreadyDone);
  });

  it('is content when another has put it on record', async () => {
    expect(await overtaken(have, () => attempt())).toBeUndefined();

    expect(had).toBe(2);
    expect(await attempt()).toBeInstanceOf(AlreadyDone);
  });

  it.each([
    ['for certain', new NotDone(refused)],
    ['in the unknown', unknown],
  ])('and fails %s does not give back what is another’s', async (_, error) => {
    await overtaken(throwing(error), die);

    expect(await attempt()).toMatchObject({ code: 'LEASE_HELD', afterSeconds: 10 });
  });
});
