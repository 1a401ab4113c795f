import { second } from '../clock.ts';
import { allOf, equals } from '../data/condition.ts';
import { update, type Write } from '../data/write.ts';
import type { dueReference } from '../events/due-definition.ts';
import type { Envelope } from '../events/envelope.ts';
import { AlreadyDone, Drop, Retry } from '../messaging/decisions.ts';
import type { Platform } from '../platform/platform.ts';
import type { Output } from '../schemas.ts';
import { type DueItem, dueItems, expiryOfOver } from './due-item.ts';

/** The event of something that is due, as its worker has it. */
export type DueEvent = Pick<Envelope, 'id' | 'type'> & {
  readonly data: { readonly due: Output<typeof dueReference> };
};

/**
 * Demands, by one consistent read before the effect, that what an event tells of still waits for it. Throws `Drop` where it was
 * cancelled, moved or done; a message that is early by the difference of two clocks waits, or comes again.
 */
export type Demand = (event: DueEvent) => Promise<void>;

/** The longest that a worker waits by itself: a receive is worth more, and its time is short. */
const longestWait = 2 * second;

export function createDemand({ read, clock, sleep }: Pick<Platform, 'read' | 'clock' | 'sleep'>): Demand {
  return async (event) => {
    const early = Date.parse(event.data.due.at) - clock().getTime();
    if (early > longestWait) throw tooEarly(early);
    if (early > 0) await sleep(early);
    const item = await read.find(dueItems, idOf(event));
    if (item?.state !== 'waiting' || item.eventId !== event.id) throw refusalOf(item, event);
  };
}

/**
 * The write that claims what is due, for the transaction of its effect: of all copies of its message, and of whoever cancels or
 * moves it, one commits. The others fail with a `Drop`.
 */
export function claimDue(event: DueEvent): Write {
  // Until then it was to be kept for years; now the time that it is kept begins.
  return {
    action: (stamp) => claimAt(event, stamp.now).action(stamp),
    refusal: (old, now) => claimAt(event, now).refusal(old, now),
  };
}

function claimAt(event: DueEvent, now: Date): Write {
  return update(dueItems, idOf(event), {
    set: { state: 'done' },
    remove: ['due', 'dueKey'],
    expiresAt: expiryOfOver(now),
    when: allOf(equals('state', 'waiting'), equals('eventId', event.id)),
    conflict: (old) => refusalOf(old, event),
  });
}

function idOf({ type, data }: DueEvent) {
  return { type, id: data.due.id };
}

function tooEarly(early: number): Retry {
  return new Retry('NOT_DUE_YET', 'It is not due yet', { afterSeconds: Math.ceil(early / second) });
}

function refusalOf(item: Pick<DueItem, 'state' | 'eventId'> | undefined, { id }: DueEvent): Drop {
  if (item?.state === 'done' && item.eventId === id) return new AlreadyDone();
  return new Drop('NO_LONGER_DUE', 'It was cancelled or moved since');
}
