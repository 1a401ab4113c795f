import type { SQSRecord } from 'aws-lambda';
import { queueOf } from '../../infra/queues.ts';
import type { Clock } from '../clock.ts';
import { logUnexpected } from '../error-groups.ts';
import { secondsUntilNextTry } from './back-off.ts';
import { Defer, type DependencyDown, Drop, Park, Retry } from './decisions.ts';
import { receivesOf } from './delivery.ts';
import { outageIn } from './dependency-down.ts';
import { causeOf, type Failure, type Failures } from './failures.ts';
import { historyOf } from './history.ts';
import { isOverdue } from './outage-bounds.ts';
import type { Outcome } from './outcome.ts';
import type { ParkMessage } from './parking.ts';
import type { Queue } from './queue-url.ts';
import { within } from './time-limit.ts';
import type { WaitOut } from './wait-out.ts';

/** Answers how many milliseconds are left until Lambda ends the invocation. */
export type Remaining = () => number;

/** Decides what becomes of a message whose work ended in an error. */
type Judge = (error: unknown, record: SQSRecord, remaining: Remaining) => Promise<Outcome>;

/** What a message that failed is handed to. */
export interface JudgeTools {
  readonly clock: Clock;
  readonly failures: Failures;
  readonly park: ParkMessage;
  readonly waitOut: WaitOut;
}

/** Milliseconds of an invocation that its records leave to the report. */
export const sparedForReport = 1_500;
/** Seconds for which a message stays hidden that could not even be made to wait: each further receive is one of its tries. */
const secondsInItsQueue = 120;

/** Makes the judge of a queue's messages; if what it does fails too, a message is left to its queue. */
export function createJudge(queue: Queue, { clock, failures, park, waitOut }: JudgeTools): Judge {
  const { tries } = queueOf(queue);

  async function wait(error: DependencyDown | Defer, record: SQSRecord, remaining: Remaining): Promise<Outcome> {
    if (await succeeds(waitOut(queue, record, error), remaining, 'message cannot wait')) {
      return { name: error instanceof Defer ? 'deferred' : 'waiting', error };
    }
    return { name: 'postponed', error, comesAgainAfter: secondsInItsQueue };
  }

  async function fail(error: unknown, record: SQSRecord, failure: Failure, remaining: Remaining): Promise<Outcome> {
    await succeeds(failures.keep(queue, record.messageId, failure), remaining, 'failure not kept');
    if (error instanceof Retry) return { name: 'postponed', error, comesAgainAfter: error.afterSeconds };
    return { name: 'failure', error, comesAgainAfter: secondsUntilNextTry(triesOf(record), tries) };
  }

  return async (error, record, remaining) => {
    if (error instanceof Drop) return { name: 'dropped', error };
    const later = error instanceof Defer ? error : outageIn(error);
    if (later && !isOverdue(historyOf(record), clock())) return wait(later, record, remaining);
    const failure = { cause: causeOf(error), receives: receivesOf(record) };
    const isLast =
      error instanceof Park || later !== undefined || (!(error instanceof Retry) && isSpent(record, tries));
    if (isLast && (await succeeds(park(queue, record, failure), remaining, 'message not parked')))
      return { name: 'parked', error };
    return fail(error, record, failure, remaining);
  };
}

/** How many tries of a message are spent with the present receive, those before it waited among them. */
export function triesOf(record: SQSRecord): number {
  return historyOf(record).tries + receivesOf(record);
}

/** Whether a message has had its last try, which its queue does not know where some were spent before it waited. */
function isSpent(record: SQSRecord, tries: number): boolean {
  return historyOf(record).tries > 0 && triesOf(record) >= tries;
}

/** Whether the work succeeded in the time that is left; a failure is logged. */
async function succeeds(work: Promise<void>, remaining: Remaining, complaint: string): Promise<boolean> {
  try {
    await within(remaining() - sparedForReport, work);
    return true;
  } catch (error) {
    logUnexpected(complaint, { error });
    return false;
  }
}
