import type * as z from 'zod';
import { currentContext } from '../context.ts';
import { absent, anyOf, atMost, equals } from '../data/condition.ts';
import { type Stored, toSeconds } from '../data/entity.ts';
import { update, upsert, type Write } from '../data/write.ts';
import { Conflict, NotFound } from '../errors.ts';
import type { NewEvent } from '../events/definition.ts';
import type { DueDefinition } from '../events/due-definition.ts';
import { requireSendable } from '../events/outbox.ts';
import type { Platform } from '../platform/platform.ts';
import { type DueItem, dueItems, eventOfDue, expiryOfOver, expiryOfWaiting, placeInIndex } from './due-item.ts';
import { isWithinReach } from './horizon.ts';

/** What is to be done when, as its domain says it: `data` as the definition has it. */
interface NewDue<S extends z.ZodRawShape> {
  /** Names it within its kind, for as long as it may be moved or cancelled; ids only. */
  readonly id: string;
  readonly at: Date;
  readonly subject: string;
  readonly data: z.output<z.ZodObject<S>>;
}

/** What a domain hands to the commit of its own change. */
export interface DuePlan {
  readonly writes: readonly Write[];
  readonly events: readonly NewEvent[];
}

/**
 * Plans what is to be done at an instant. A plan is for a commit at once: whether its event goes along is decided by the clock.
 * Refused are, by the state that a rival has left: `DUE_WAITING`, `DUE_DONE`, `DUE_CANCELLED` and `DUE_UNKNOWN`.
 */
export interface DueItems {
  /** Schedules something, for the first time or after it was cancelled. */
  schedule<S extends z.ZodRawShape>(definition: DueDefinition<string, number, S>, due: NewDue<S>): DuePlan;
  /** Moves what waits; it is said in full, since the message needs all of it and nothing is read for that. */
  move<S extends z.ZodRawShape>(definition: DueDefinition<string, number, S>, due: NewDue<S>): DuePlan;
  /** Cancels what waits. */
  cancel(definition: Pick<DueDefinition, 'type'>, id: string): DuePlan;
  /** Finds what waits, or is over for less than 30 days. */
  find(definition: Pick<DueDefinition, 'type'>, id: string): Promise<Stored<DueItem> | undefined>;
}

type Kind = Pick<DueDefinition, 'type' | 'version' | 'data'>;

const isWaiting = equals('state', 'waiting');

export function createDueItems({ clock, newId, read }: Pick<Platform, 'clock' | 'newId' | 'read'>): DueItems {
  /** The item that waits, and its event where a tick may have passed its time already. */
  function plan(definition: Kind, due: NewDue<z.ZodRawShape>) {
    const now = clock();
    const item = waitingItem(definition, due, { now, eventId: newId(now.getTime()) });
    const event = eventOfDue(item);
    requireSendable(event);
    const told = { definition, id: event.id, subject: event.subject, data: event.data };
    return { item, now, events: isWithinReach(due.at, now) ? [told] : [], expiresAt: expiryOfWaiting(due.at, now) };
  }

  return {
    schedule(definition, due) {
      const { item, now, events, expiresAt } = plan(definition, due);
      const isFree = anyOf(absent('pk'), equals('state', 'cancelled'), atMost('expiresAt', toSeconds(now)));
      return { writes: [upsert(dueItems, item, { set: item, expiresAt, when: isFree, conflict })], events };
    },

    move(definition, due) {
      const { item, events, expiresAt } = plan(definition, due);
      return { writes: [update(dueItems, item, { set: item, expiresAt, when: isWaiting, conflict })], events };
    },

    cancel({ type }, id) {
      const over = {
        set: { state: 'cancelled' },
        remove: ['due', 'dueKey'],
        expiresAt: expiryOfOver(clock()),
      } as const;
      return { writes: [update(dueItems, { type, id }, { ...over, when: isWaiting, conflict })], events: [] };
    },

    find: ({ type }, id) => read.find(dueItems, { type, id }),
  };
}

function waitingItem(
  { type, version, data: schema }: Kind,
  { id, at: instant, subject, data }: NewDue<z.ZodRawShape>,
  { now, eventId }: { readonly now: Date; readonly eventId: string },
): DueItem {
  const at = instant.toISOString();
  const { due: _, ...own } = schema().parse({ ...data, due: { id, at } });
  return {
    ...{ type, id, at, state: 'waiting', eventId, dataVersion: version, subject, data: own },
    ...{ correlationId: currentContext()?.correlationId ?? eventId, scheduledAt: now.toISOString() },
    ...placeInIndex(eventId, instant),
  };
}

function conflict(old: Pick<DueItem, 'state'> | undefined): Error {
  if (!old) return new NotFound('DUE_UNKNOWN', 'Nothing of this kind and id is scheduled.');
  return refusals[old.state]();
}

const refusals: Readonly<Record<DueItem['state'], () => Error>> = {
  waiting: () => new Conflict('DUE_WAITING', 'It is scheduled already.'),
  done: () => new Conflict('DUE_DONE', 'It is done already.'),
  cancelled: () => new Conflict('DUE_CANCELLED', 'It was cancelled.'),
};
