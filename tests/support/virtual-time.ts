import { setImmediate } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { Sleep } from '../../lib/data/retry.ts';

/** Time that passes only while everybody waits, so that a race takes no longer than its work and ends alike each time. */
export interface VirtualTime {
  /** Milliseconds since it began. */
  readonly now: () => number;
  readonly sleep: Sleep;
  /** Lets time pass until the work is done; nothing in it may wait for anything but this time. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

interface Waiting {
  readonly at: number;
  readonly wake: () => void;
}

/** Makes a time in which deadlines pass as well, and where all that is random goes by the numbers given. */
export function createVirtualTime(random: () => number): VirtualTime {
  const waiting: Waiting[] = [];
  let now = 0;

  const sleep = (milliseconds: number) =>
    new Promise<void>((wake) => {
      const at = now + milliseconds;
      const place = waiting.findLastIndex((each) => each.at <= at);
      waiting.splice(place + 1, 0, { at, wake });
    });

  function timeout(milliseconds: number): AbortSignal {
    const controller = new AbortController();
    void sleep(milliseconds).then(() => controller.abort(new DOMException('The time is up', 'TimeoutError')));
    return controller.signal;
  }

  async function pass(isOver: () => boolean): Promise<void> {
    await setImmediate();
    while (!isOver()) {
      const next = waiting.shift();
      if (!next) throw new Error('All wait for something that is not this time');
      now = next.at;
      next.wake();
      await setImmediate();
    }
  }

  return {
    now: () => now,
    sleep,
    async run(work) {
      const spies = [
        jest.spyOn(AbortSignal, 'timeout').mockImplementation(timeout),
        jest.spyOn(performance, 'now').mockImplementation(() => now),
        jest.spyOn(Math, 'random').mockImplementation(random),
      ];
      try {
        let over = false;
        const done = work().finally(() => {
          over = true;
        });
        await Promise.all([done, pass(() => over)]);
        return await done;
      } finally {
        for (const spy of spies) spy.mockRestore();
      }
    },
  };
}
