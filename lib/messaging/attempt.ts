import type { SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { queueOf } from '../../infra/queues.ts';
import { runInContext } from '../context.ts';
import { logUnexpected } from '../error-groups.ts';
import { workerPatience } from '../patience.ts';
import { Park } from './decisions.ts';
import { type Delivery, deliveryOf, receivesOf } from './delivery.ts';
import { outageIn } from './dependency-down.ts';
import { historyOf } from './history.ts';
import { createJudge, type JudgeTools, type Remaining, sparedForReport, triesOf } from './judge.ts';
import { contentOf, correlationIdOf } from './message-body.ts';
import { type Outcome, tellOutcome } from './outcome.ts';
import type { Postpone } from './postpone.ts';
import type { Release } from './release.ts';
import { within } from './time-limit.ts';
import type { QueueTrigger } from './trigger.ts';
import { upgradeEnvelope } from './upgrades.ts';

/**
 * The work on one message. It is done when it returns or throws `Drop`; `Park` sends the message to the dead letters; with
 * `Retry`, or any other error, it comes again until its queue gives it up. Where what it stands on is down it waits, and with
 * `Defer` it comes again for hours.
 */
export type Work<M> = (message: M, delivery: Delivery) => Promise<void> | void;

/** What a worker stands on; a test passes its own. */
export interface WorkerTools extends JudgeTools {
  readonly postpone: Postpone;
  readonly release: Release;
}

/** The invocation that a message is worked on in. */
interface Invocation {
  readonly functionName: string;
  readonly remaining: Remaining;
}

/** Works on one message in a context of its own, and writes one line about it. */
type Attempt = (record: SQSRecord, invocation: Invocation) => Promise<Outcome>;

/**
 * Milliseconds of an invocation that the work leaves to its records: one message that hangs must not keep the others of its
 * batch from being reported.
 */
const sparedForNotes = 3_000;
/** The longest that work waits to know whether its message was stalled. */
const stalledMilliseconds = 1_000;

export function createAttempt<M extends z.ZodType>(
  trigger: QueueTrigger<M>,
  work: Work<z.output<M>>,
  tools: WorkerTools,
): Attempt {
  const { queue, events } = trigger;
  const { tries } = queueOf(queue);
  const judge = createJudge(queue, tools);

  async function workOn(record: SQSRecord, content: unknown, remaining: Remaining): Promise<Outcome> {
    const begin = async () =>
      work(trigger.message().parse(upgradeEnvelope(content, events)), deliveryOf(queue, record, content, tools.clock));
    if (historyOf(record).tries > 0 && triesOf(record) > tries) return giveUp(record, remaining);
    try {
      await within(remaining() - sparedForNotes, begin());
      return { name: 'success' };
    } catch (error) {
      return judge(error, record, remaining);
    }
  }

  /** Gives up a message that is received once more than it has tries, with the reason that its last worker left. */
  async function giveUp(record: SQSRecord, remaining: Remaining): Promise<Outcome> {
    const last = await within(stalledMilliseconds, tools.failures.find(queue, record.messageId)).catch(() => undefined);
    const { code, message } = last?.cause ?? { code: 'WORKER_DIED', message: 'The worker died at the last try.' };
    return judge(new Park(code, message), record, remaining);
  }

  /** Has what waits for the end of an outage released by its probe, unless that has found it going on. */
  async function handOnProbe(record: SQSRecord, { error }: Outcome, remaining: Remaining): Promise<void> {
    const { probe } = historyOf(record);
    if (probe === undefined || outageIn(error)) return;
    await within(remaining() - sparedForReport, tools.release(queue, probe)).catch((failure) =>
      logUnexpected('waiting messages not released', { queue, error: failure }),
    );
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
      await handOnProbe(record, outcome, remaining);
      return outcome;
    });
  };
}
