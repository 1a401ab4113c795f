import { later, minute } from '../clock.ts';
import type { Position } from '../data/page.ts';
import { sendAll } from '../dispatch/dispatch.ts';
import type { QueuesOf } from '../dispatch/routes.ts';
import type { Send } from '../messaging/send.ts';
import type { Platform } from '../platform/platform.ts';
import { type DueItem, eventOfDue } from './due-item.ts';
import type { Stretch, WaitingItems } from './waiting-items.ts';

/** What became of a stretch. */
export interface HandedOver {
  /** Where the next tick goes on, and whether that is the end of the stretch. */
  readonly mark: string;
  readonly isWhole: boolean;
  /** How many items their queues took, and how many not. */
  readonly sent: number;
  readonly unsent: number;
  /** The types of items that have no route here, since a newer release has scheduled them. */
  readonly unknown: readonly string[];
}

/**
 * Hands a stretch over to the queues, page by page until it is `enough`. What no queue took keeps the mark before it, and
 * nothing else from being sent.
 */
export type HandOver = (stretch: Stretch, enough: Date) => Promise<HandedOver>;

/** How long what a newer release has scheduled is left alone. */
const unknownMilliseconds = 5 * minute;

interface HandOverDependencies extends Pick<Platform, 'clock'> {
  readonly waiting: WaitingItems;
  readonly queuesOf: QueuesOf;
  readonly send: Send;
}

export function createHandOver({ waiting, queuesOf, send, clock }: HandOverDependencies): HandOver {
  async function sendItems(items: readonly DueItem[]): Promise<Pick<HandedOver, 'sent' | 'unsent' | 'unknown'>> {
    const { known = [], unknown = [] } = Object.groupBy(items, ({ type }) => (queuesOf(type) ? 'known' : 'unknown'));
    // They may neither be lost nor hold up the others.
    const time = later(clock(), unknownMilliseconds);
    await Promise.all(unknown.map((item) => waiting.putBack(item, time)));
    const { size: unsent } = await sendAll(known.map(eventOfDue), { queuesOf, send, clock });
    return { sent: known.length - unsent, unsent, unknown: unknown.map(({ type }) => type) };
  }

  return async (stretch, enough) => {
    let passed: HandedOver = { mark: stretch.from, isWhole: true, sent: 0, unsent: 0, unknown: [] };
    let after: Position | undefined;
    while (stretch.from < stretch.to) {
      if (clock() >= enough) return { ...passed, isWhole: false };
      const { items, next, place = stretch.to } = await waiting.list(stretch, after);
      passed = goOn(passed, await sendItems(items), place);
      if (!next) break;
      after = next;
    }
    return passed;
  };
}

/** What became of a stretch with one more page, which ends at `place`. */
function goOn(
  passed: HandedOver,
  { sent, unsent, unknown }: Pick<HandedOver, 'sent' | 'unsent' | 'unknown'>,
  place: string,
): HandedOver {
  const isWhole = passed.isWhole && unsent === 0;
  return {
    mark: isWhole ? place : passed.mark,
    isWhole,
    sent: passed.sent + sent,
    unsent: passed.unsent + unsent,
    unknown: [...passed.unknown, ...unknown],
  };
}
