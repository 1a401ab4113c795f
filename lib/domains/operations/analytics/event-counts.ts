import type { Write } from '../../../data/write.ts';
import type { Envelope } from '../../../events/envelope.ts';
import type { Platform } from '../../../platform/platform.ts';
import { oneMore } from './event-count-repository.ts';

/**
 * Counts an event on the day that it happened, however late it comes, in one transaction. `claim` is the write that only one of
 * its copies can make.
 */
export type CountEvent = (event: Pick<Envelope, 'type' | 'time'>, claim: Write) => Promise<void>;

export function createCountEvent({ commit }: Pick<Platform, 'commit'>): CountEvent {
  let turn: Promise<unknown> = Promise.resolve();
  return ({ type, time }, claim) => {
    const day = time.slice(0, 'YYYY-MM-DD'.length);
    // The transactions take turns: those of a batch, all on one item, would get in each other's way.
    const counted = turn.then(() => commit([claim, oneMore(day, type)]));
    turn = counted.catch(() => undefined);
    return counted;
  };
}
