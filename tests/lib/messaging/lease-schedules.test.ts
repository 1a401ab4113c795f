import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as z from 'zod';
import { queueOf } from '../../../infra/queues.ts';
import { createLease, NotDone } from '../../../lib/messaging/leases.ts';
import { queue } from '../../../lib/messaging/trigger.ts';
import { type QueueHandler, worker } from '../../../lib/messaging/worker.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestClock } from '../../support/clock.ts';
import { lambdaContext } from '../../support/http.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { createMemoryTools, sqsEvent } from '../../support/queue.ts';
import { seededRandom } from '../../support/random.ts';

const trigger = queue({ queue: 'email', message: schema(() => z.object({})), grants: [] });
const { tries } = queueOf('email');
const effect = { consumer: 'mail', eventId: '019a0000-0000-7000-8000-0000000000e1' };

/** A message in a queue of one event. */
interface Message {
  readonly messageId: string;
  readonly redriven: boolean;
  receives: number;
  visibleAt: number;
  isGone: boolean;
}

interface Rules {
  /** How many times the event was sent. */
  readonly copies: number;
  readonly redrives: number;
  /** Chance that a worker dies at an await, or that an effect ends in the unknown, or that a worker is as slow as can be. */
  readonly misfortune: number;
}

/** Of the seconds that the back-off may draw: so that all follows from the seed. */
function longest(seconds: number): number {
  return [1, 3, 6].find((most) => seconds <= most) ?? seconds;
}

/** Plays one schedule to its end: which worker goes on, dies or begins next, and how long it takes, follows from the seed. */
async function play(seed: number, { copies, redrives, misfortune }: Rules) {
  const random = seededRandom(seed);
  const draw = <T>(things: readonly T[]) => things[Math.floor(random() * things.length)] as T;
  const clock = createTestClock();
  const now = () => clock().getTime() / 1_000;
  const database = createMemoryDatabase();
  const seen = { effects: 0, deaths: 0, redriven: 0 };
  const letters = new Set<string>();
  const messages: Message[] = [];

  /** The workers that wait at an await. */
  const waiting: (() => void)[] = [];
  const pass = () => new Promise<void>((resume) => waiting.push(resume));
  database.hooks.before = pass;
  database.hooks.after = pass;

  const put = (redriven: boolean) =>
    messages.push({ messageId: `m${messages.length}`, redriven, receives: 0, visibleAt: now(), isGone: false });
  const messageOf = (receiptHandle: string) =>
    messages.find(({ messageId }) => receiptHandle === `receipt-of-${messageId}`);

  const lease = createLease(createTestPlatform(database, { clock, sleep: pass }));
  async function have(): Promise<void> {
    await pass();
    if (random() < 0.2) throw new NotDone(new Error('refused'));
    seen.effects++;
    await pass();
    if (random() < misfortune) throw new Error('no answer');
  }
  const handler: QueueHandler = worker(trigger, async (_, { redriven }) => lease(effect, have, { decided: redriven }), {
    ...createMemoryTools(database, clock),
    async park(_queue, { messageId }) {
      await pass();
      letters.add(messageId);
      await pass();
    },
    async postpone(_queue, postponed) {
      for (const { receiptHandle, seconds } of postponed) {
        const message = messageOf(receiptHandle);
        if (message) message.visibleAt = now() + longest(seconds);
      }
    },
  });

  function receive(message: Message): void {
    message.receives++;
    message.visibleAt = now() + draw([3, 60]);
    if (message.receives > tries) {
      letters.add(message.messageId);
      message.isGone = true;
      return;
    }
    void handler(sqsEvent([message]), lambdaContext()).then(({ batchItemFailures }) => {
      message.isGone ||= batchItemFailures.length === 0;
    });
  }

  /** One step of somebody; false when nobody is left to make one. */
  function step(): boolean {
    const left = messages.filter(({ isGone }) => !isGone);
    const visible = left.filter(({ visibleAt }) => visibleAt <= now());
    const index = Math.floor(random() * (waiting.length + visible.length));
    const [resume] = index < waiting.length ? waiting.splice(index, 1) : [];
    const message = visible[index - waiting.length];
    if (resume && random() < misfortune / 4) seen.deaths++;
    else if (resume) resume();
    else if (message) receive(message);
    else if (left.length > 0) clock.advance(Math.min(...left.map(({ visibleAt }) => visibleAt)) - now());
    return Boolean(resume) || left.length > 0;
  }

  function redrive(): boolean {
    const [letter] = letters;
    if (letter === undefined || seen.redriven === redrives) return false;
    seen.redriven++;
    letters.delete(letter);
    put(true);
    return true;
  }

  for (let copy = 0; copy < copies; copy++) put(false);
  while (step() || redrive()) {
    // As long as all is well a worker is done with its effect before its lease is over.
    if (random() < 0.3) clock.advance(draw(misfortune > 0 ? [0.5, 2, 11] : [0.001, 0.01]));
    await turn();
  }
  const isDone = database.itemsOf('platform').some(({ state }) => state === 'done');
  return { seed, ...seen, isDone, letters: letters.size };
}

async function playAll(seeds: number, rules: Rules) {
  const ends = [];
  for (let seed = 1; seed <= seeds; seed++) ends.push(await play(seed, rules));
  return ends;
}

// The time limits of a worker that has died would run on.
beforeAll(
  () => void jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] }),
);
afterAll(() => void jest.useRealTimers());

describe('an effect in a lease, over random schedules', () => {
  it('is had once at most where nobody dies and no outcome is unknown, with three copies of its message at once', async () => {
    const ends = await playAll(100, { copies: 3, redrives: 0, misfortune: 0 });

    expect(ends.filter(({ effects, deaths }) => effects > 1 || deaths > 0)).toEqual([]);
    expect(ends.filter(({ effects, isDone }) => isDone !== (effects === 1))).toEqual([]);
    expect(ends.filter(({ isDone, letters }) => !isDone && letters === 0)).toEqual([]);
    expect(ends.filter(({ isDone }) => isDone).length).toBeGreaterThan(75);
  });

  it('is had twice at most wherever workers die, and never lost: it is there, or a dead letter is', async () => {
    const ends = await playAll(200, { copies: 3, redrives: 0, misfortune: 0.3 });

    expect(ends.filter(({ effects }) => effects > 2)).toEqual([]);
    expect(ends.filter(({ isDone, letters }) => !isDone && letters === 0)).toEqual([]);
    expect(ends.filter(({ isDone, effects }) => isDone && effects === 0)).toEqual([]);
    expect(new Set(ends.map(({ effects }) => effects))).toEqual(new Set([0, 1, 2]));
    expect(ends.reduce((sum, { deaths }) => sum + deaths, 0)).toBeGreaterThan(100);
  });

  it('is had once more at most for each time that somebody redrives its message', async () => {
    const ends = await playAll(150, { copies: 2, redrives: 3, misfortune: 0.3 });

    expect(ends.filter(({ effects, redriven }) => effects > 2 + redriven)).toEqual([]);
    expect(ends.filter(({ isDone, letters }) => !isDone && letters === 0)).toEqual([]);
    expect(ends.some(({ effects }) => effects > 2)).toBe(true);
  });
});
