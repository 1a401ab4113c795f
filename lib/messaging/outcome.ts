import { unexpected } from '../error-groups.ts';
import type { Level } from '../log.ts';
import { logWithMetrics } from '../metrics.ts';
import type { Queue } from './queue-url.ts';

/** What became of a message at one receive. */
export interface Outcome {
  readonly name: 'success' | 'dropped' | 'parked' | 'postponed' | 'waiting' | 'deferred' | 'failure';
  /** The error, where it is no success. */
  readonly error?: unknown;
  /** Seconds until the message is received again; undefined when its queue may delete it. */
  readonly comesAgainAfter?: number;
}

/** What the log says of a receive beside its outcome. */
interface Receive {
  readonly queue: Queue;
  readonly messageId: string;
  /** The number of the receive, from 1. */
  readonly attempt: number;
  /** Whether the worker of the previous receive neither finished nor failed. */
  readonly stalled: boolean;
  readonly durationMs: number;
}

const levels: Readonly<Record<Outcome['name'], Level>> = {
  success: 'info',
  dropped: 'info',
  postponed: 'info',
  waiting: 'info',
  deferred: 'info',
  failure: 'error',
  parked: 'error',
};

/** Writes the one log line of a receive, with its metrics by queue. */
export function tellOutcome({ name, error, comesAgainAfter }: Outcome, { stalled, ...receive }: Receive): void {
  const { queue, durationMs } = receive;
  const fields = {
    ...receive,
    ...(stalled && { stalled }),
    outcome: name,
    ...(comesAgainAfter !== undefined && { comesAgainAfter }),
    ...(error !== undefined && { error }),
  };
  const measured = {
    by: [{ queue }],
    counts: countsOf(name, stalled),
    milliseconds: { Duration: durationMs },
  } as const;
  // What is parked was foreseen, and has the alarm of its dead letter.
  logWithMetrics(levels[name], 'message', fields, measured, ...(name === 'failure' ? [unexpected(error)] : []));
}

/**
 * The metrics of an outcome: a message that is postponed, deferred or waits is neither completed nor failed; there are alarms on
 * `DeadLetters`, `MessagesWaiting` and `MessagesDeferred`.
 */
function countsOf(name: Outcome['name'], stalled: boolean): Record<string, number> {
  return {
    MessagesCompleted: Number(name === 'success' || name === 'dropped'),
    MessagesFailed: Number(name === 'failure' || name === 'parked'),
    MessagesStalled: Number(stalled),
    ...(name === 'parked' && { DeadLetters: 1 }),
    ...(name === 'waiting' && { MessagesWaiting: 1 }),
    ...(name === 'deferred' && { MessagesDeferred: 1 }),
  };
}
