import { later, second } from '../clock.ts';
import { tellOfUnknownTypes } from '../dispatch/unknown-types.ts';
import { count } from '../metrics.ts';
import type { Platform } from '../platform/platform.ts';
import { duePartitions } from './due-item.ts';
import type { HandedOver, HandOver } from './hand-over.ts';
import { handedOverUntil, reachOf, sweptUntil } from './horizon.ts';
import type { KeptMarks, Marks } from './marks.ts';
import { dueLeftOver } from './metrics.ts';
import type { Stretch } from './waiting-items.ts';

/**
 * Hands over to their queues what is due until three minutes from now, and again what still waits ten seconds after its time.
 * Answers how many there were of both, and of those that no queue took.
 */
export type Tick = () => Promise<{ readonly handedOver: number; readonly again: number; readonly unsent: number }>;

/** A place before all others. */
const beginning = new Date(0).toISOString();
/** How long a tick goes on: the next one takes the rest. */
const patienceMilliseconds = 30 * second;

interface TickDependencies extends Pick<Platform, 'clock'> {
  readonly handOver: HandOver;
  readonly marks: KeptMarks;
}

export function createTick({ handOver, marks, clock }: TickDependencies): Tick {
  return async () => {
    const now = clock();
    const enough = later(now, patienceMilliseconds);
    const through = (stretches: readonly Stretch[]) => Promise.all(stretches.map((each) => handOver(each, enough)));
    const { ahead, overdue } = stretchesAt(now, await marks.find());
    const [first, again] = await Promise.all([through(ahead), through(overdue)]);
    await marks.keep({ handedOver: first.map(({ mark }) => mark), swept: again.map(({ mark }) => mark) });
    const all = [...first, ...again];
    tellOfUnknownTypes(all.flatMap(({ unknown }) => unknown));
    if (all.some(({ isWhole }) => !isWhole)) count(dueLeftOver);
    return { handedOver: sum(first, 'sent'), again: sum(again, 'sent'), unsent: sum(all, 'unsent') };
  };
}

/** What a tick goes through in each partition; what is handed over for the first time now is not to go twice. */
function stretchesAt(now: Date, { handedOver, swept }: Marks) {
  const [aheadUntil, overdueUntil] = [handedOverUntil(now), sweptUntil(now)];
  const stretches = duePartitions.map((partition, shard) => {
    const ahead = { partition, from: placeOf(handedOver[shard], aheadUntil), to: aheadUntil.toISOString() };
    const to = earlierOf(ahead.from, overdueUntil.toISOString());
    return { ahead, overdue: { partition, from: placeOf(swept[shard], overdueUntil), to } };
  });
  return { ahead: stretches.map(({ ahead }) => ahead), overdue: stretches.map(({ overdue }) => overdue) };
}

/**
 * Where a stretch begins that ends at `until`. A mark beyond the reach of any right clock is one of a wrong clock: what was
 * scheduled since then may lie anywhere before it, told of by nobody. All that waits is then handed over once more.
 */
function placeOf(mark: string | undefined, until: Date): string {
  return mark === undefined || mark > reachOf(until).toISOString() ? beginning : mark;
}

function earlierOf(one: string, other: string): string {
  if (one < other) return one;
  return other;
}

function sum(passed: readonly HandedOver[], field: 'sent' | 'unsent'): number {
  return passed.reduce((total, each) => total + each[field], 0);
}
