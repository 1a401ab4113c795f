import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { AnswerLost } from '../../../lib/data/database.ts';
import { insert, update } from '../../../lib/data/write.ts';
import { claim } from '../../../lib/messaging/claims.ts';
import { AlreadyDone } from '../../../lib/messaging/decisions.ts';
import { queue } from '../../../lib/messaging/trigger.ts';
import { worker } from '../../../lib/messaging/worker.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestClock } from '../../support/clock.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { createMemoryTools, deliver, deliverAtOnce, type MessageFields, shuffled } from '../../support/queue.ts';
import { seededRandom } from '../../support/random.ts';
import { noteOf, notes, taken } from '../data/note.ts';

const id = 'n1';
const eventIdOf = (index: number) => `019a0000-0000-7000-8000-${String(index).padStart(12, '0')}`;
const trigger = queue({ queue: 'email', message: schema(() => z.object({ id: z.uuid() })), grants: [] });

/** A worker whose effect is to add one to a note; `afterCommit` is where it can die. */
async function setUp({ afterCommit = () => {} }: { readonly afterCommit?: () => void } = {}) {
  const database = createMemoryDatabase();
  const clock = createTestClock();
  const { read, commit } = createTestPlatform(database, { clock });
  await commit([insert(notes, noteOf({ id }), { conflict: taken })]);
  const work = async (_: unknown, delivery: { readonly claim: () => ReturnType<typeof claim> }) => {
    await commit([update(notes, { id }, { add: { reads: 1 }, conflict: taken }), delivery.claim()]);
    afterCommit();
  };
  const handler = worker(trigger, work, createMemoryTools(database, clock));
  return {
    database,
    clock,
    commit,
    deliver: (messages: readonly MessageFields[]) => deliver(handler, messages),
    deliverAtOnce: (messages: readonly MessageFields[]) => deliverAtOnce(handler, messages),
    effects: async () => (await read.find(notes, { id }))?.reads,
  };
}

describe('an effect that is claimed in its transaction', () => {
  it('is had once by fifty copies at once, and none of them comes again', async () => {
    const { deliverAtOnce, effects } = await setUp();
    const copies = Array.from({ length: 50 }, (_, copy) => ({ messageId: `m${copy}`, content: { id: eventIdOf(1) } }));

    const { reported } = await deliverAtOnce(copies);

    expect(reported).toEqual([]);
    expect(await effects()).toBe(1);
  });

  it('is had once for each of forty events, of which every message comes three times, shuffled', async () => {
    const { deliverAtOnce, effects } = await setUp();
    const events = Array.from({ length: 40 }, (_, index) => ({
      messageId: `m${index}`,
      content: { id: eventIdOf(index) },
    }));
    const copies = [1, 2, 3].flatMap((receives) => events.map((event) => ({ ...event, receives })));

    const { reported } = await deliverAtOnce(shuffled(copies, seededRandom(5)));

    expect(reported).toEqual([]);
    expect(await effects()).toBe(40);
  });

  it('is had once though the worker dies right after it', async () => {
    let deaths = 0;
    const { deliver, effects } = await setUp({
      afterCommit: () => {
        if (deaths++ === 0) throw new Error('died');
      },
    });

    const first = await deliver([{ content: { id: eventIdOf(1) } }]);
    const second = await deliver([{ content: { id: eventIdOf(1) }, receives: 2 }]);

    expect([first.reported, second.reported]).toEqual([['m0'], []]);
    expect(second.lines).toMatchObject([{ outcome: 'dropped', error: { code: 'ALREADY_DONE' } }]);
    expect(await effects()).toBe(1);
  });

  it.each([
    ['once', 1, 'success'],
    ['at every try', 1_000, 'waiting'],
  ])('is had once though the answer of the store is lost %s', async (_, losses, outcome) => {
    const { database, deliver, effects } = await setUp();
    let lost = 0;
    database.hooks.after = (operation) => {
      if (operation === 'transact' && lost++ < losses) throw new AnswerLost();
    };

    const first = await deliver([{ content: { id: eventIdOf(1) } }]);
    database.hooks.after = undefined;
    const second = await deliver([{ content: { id: eventIdOf(1) }, receives: 2 }]);

    expect([first.reported, second.reported]).toEqual([[], []]);
    expect(first.lines).toMatchObject([{ outcome }]);
    expect(await effects()).toBe(1);
  });

  it('is had by the copy that goes round when the store was away', async () => {
    const { database, deliver, effects } = await setUp();
    database.hooks.before = (operation) => {
      if (operation === 'transact') throw new AnswerLost();
    };

    const first = await deliver([{ content: { id: eventIdOf(1) } }]);
    database.hooks.before = undefined;
    const second = await deliver([{ content: { id: eventIdOf(1) }, receives: 2 }]);

    expect([first.reported, second.reported]).toEqual([[], []]);
    expect(first.lines).toMatchObject([{ outcome: 'waiting' }]);
    expect(await effects()).toBe(1);
  });
});

describe('a claim', () => {
  const effect = { consumer: 'email', eventId: eventIdOf(1) };

  it('is of one consumer: another has the effect of the same event, too', async () => {
    const { commit, clock } = await setUp();

    await commit([claim(effect, clock())]);
    await commit([claim({ ...effect, consumer: 'analytics' }, clock())]);

    await expect(commit([claim(effect, clock())])).rejects.toBeInstanceOf(AlreadyDone);
  });

  it('lasts for thirty days', async () => {
    const { commit, clock } = await setUp();
    await commit([claim(effect, clock())]);

    clock.advance(30 * 24 * 60 * 60 - 1);
    await expect(commit([claim(effect, clock())])).rejects.toBeInstanceOf(AlreadyDone);
    clock.advance(1);

    await expect(commit([claim(effect, clock())])).resolves.toBeUndefined();
  });
});
