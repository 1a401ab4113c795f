import type { SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { queueOf } from '../../infra/queues.ts';
import type { Clock } from '../clock.ts';
import { runInContext } from '../context.ts';
import { logUnexpected } from '../error-groups.ts';
import { workerPatience } from '../patience.ts';
import { secondsUntilNextTry } from './back-off.ts';
import { Drop, Park, Retry } from './decisions.ts';
import { type Delivery, deliveryOf, receivesOf } from './delivery.ts';
import { causeOf, type Failures } from './failures.ts';
import { contentOf, correlationIdOf } from './message-body.ts';
import { type Outcome, tellOutcome } from './outcome.ts';
import type { ParkMessage } from './parking.ts';
import type { Postpone } from './postpone.ts';
import { within } from './time-limit.ts';
import type { QueueTrigger } from './trigger.ts';
import { upgradeEnvelope } from './upgrades.ts';

/**
 * The work on one message. It is done when it returns or throws `Drop`; `Park` sends the message to the dead letters; with
 * `Retry`, or any other error, it comes again until its queue gives it up.
 */
export type Work<M> = (message: M, delivery: Delivery) => Promise<void> | void;

/** What a worker stands on; a test passes its own. */
export interface WorkerTools {
  readonly clock: Clock;
  readonly postpone: Postpone;
  readonly failures: Failures;
  readonly park: ParkMessage;
}

/** Answers how many milliseconds are left until Lambda ends the invocation. */
type Remaining = () => number;

/** The invocation that a message is worked on in. */
interface Invocation {
  readonly functionName: string;
  readonly remaining: Remaining;
}

/** Works on one message in a context of its own, and writes one line about it. */
type Attempt = (record: SQSRecord, invocation: Invocation) => Promise<Outcome>;

/**
 * Milliseconds of an invocation that the work leaves to its records, and those that they leave to the report: one message that
 * hangs must not keep the others of its batch from being reported.
 */
const spared = { forNotes: 3_000, forReport: 1_500 } as const;
/** The longest that work waits to know whether its message was stalled. */
const stalledMilliseconds = 1_000;

export function createAttempt<M extends z.ZodType>(
  trigger: QueueTrigger<M>,
  work: Work<z.output<M>>,
  tools: WorkerTools,
): Attempt {
  const { queue, events } = trigger;
  const { tries } = queueOf(queue);

  async function workOn(record: SQSRecord, content: unknown, remaining: Remaining): Promise<Outcome> {
    const begin = async () =>
      work(trigger.message().parse(upgradeEnvelope(content, events)), deliveryOf(queue, record, content, tools.clock));
    try {
      await within(remaining() - spared.forNotes, begin());
      return { name: 'success' };
    } catch (error) {
      return judge(error, record, remaining);
    }
  }

  /**
   * Decides what becomes of a message whose work failed; if that fails too, the message is left to its queue, and its dead
   * letter has no reason.
   */
  async function judge(error: unknown, record: SQSRecord, remaining: Remaining): Promise<Outcome> {
    if (error instanceof Drop) return { name: 'dropped', error };
    const failure = { cause: causeOf(error), receives: receivesOf(record) };
    const note = (taking: Promise<void>, complaint: string) =>
      succeeds(within(remaining() - spared.forReport, taking), complaint);
    if (error instanceof Park && (await note(tools.park(queue, record, failure), 'message not parked')))
      return { name: 'parked', error };
    await note(tools.failures.keep(queue, record.messageId, failure), 'failure not kept');
    if (error instanceof Retry) return { name: 'postponed', error, comesAgainAfter: error.afterSeconds };
    return { name: 'failure', error, comesAgainAfter: secondsUntilNextTry(failure.receives, tries) };
  }

  /**
   * Whether the worker of the previous receive died, since one that fails keeps a failure; one that cannot be read counts as
   * kept.
   */
  async function isStalled({ messageId }: SQSRecord, receives: number): Promise<boolean> {
    if (receives === 1) return false;
    const last = await within(stalledMilliseconds, tools.failures.find(queue, messageId));
    return (last?.receives ?? 0) < receives - 1;
  }

  return (record, { functionName, remaining }) => {
    const { messageId } = record;
    const content = contentOf(record.body);
    const context = {
      functionName,
      requestId: messageId,
      correlationId: correlationIdOf(content) ?? messageId,
      patience: workerPatience(remaining),
    };
    return runInContext(context, async () => {
      const startedAt = performance.now();
      const attempt = receivesOf(record);
      const stalled = await isStalled(record, attempt).catch(() => false);
      const outcome = await workOn(record, content, remaining);
      const durationMs = Math.round(performance.now() - startedAt);
      tellOutcome(outcome, { queue, messageId, attempt, stalled, durationMs });
      return outcome;
    });
  };
}

/** Whether the work succeeded; a failure is logged. */
async function succeeds(work: Promise<void>, complaint: string): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    logUnexpected(complaint, { error });
    return false;
  }
}
