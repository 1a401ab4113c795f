import type { DynamoDBRecord } from 'aws-lambda';
import { failuresOf } from './batch-answer.ts';
import { type Invoke, messageOf, pauseUnless, type Report } from './poller.ts';

/** The limits of delivering stream records to a function. */
export interface DeliveryBounds {
  readonly batchSize: number;
  /** How many calls a record may fail before it is given up, so that it does not hold up the others for ever. */
  readonly tries: number;
  /** How many milliseconds pass before the first retry; each further one waits twice as long. */
  readonly backOffMilliseconds: number;
}

export interface DeliveryOptions extends DeliveryBounds {
  readonly functionName: string;
  readonly invoke: Invoke;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Called for the last record of each batch that was handled. */
  done(record: DynamoDBRecord): void;
}

/** Passes records to a function in their order: again from the first that failed, in smaller batches when it throws. */
export async function deliver(records: readonly DynamoDBRecord[], options: DeliveryOptions): Promise<void> {
  const { batchSize, tries, signal, done } = options;
  let [next, size, failed] = [0, batchSize, 0];
  const settle = (count: number) => {
    next += count;
    const last = records[next - 1];
    if (count > 0 && last) done(last);
  };
  while (next < records.length && !signal.aborted) {
    const batch = records.slice(next, next + size);
    const { handled, reason } = await attempt(batch, options);
    settle(handled);
    if (reason === undefined) [size, failed] = [batchSize, 0];
    else {
      failed = handled > 0 ? 1 : failed + 1;
      // An exception does not say which record caused it, but halving finds it.
      size = Math.max(1, Math.ceil((batch.length - handled) / 2));
      if (failed >= tries && size === 1) {
        giveUp(records[next], reason, options);
        settle(1);
        [size, failed] = [batchSize, 0];
      } else await pauseUnless(signal, backOff(failed, options));
    }
  }
}

interface Attempt {
  /** How many of the first records were handled. */
  readonly handled: number;
  /** Why the next record was not handled; undefined when all were. */
  readonly reason?: string;
}

async function attempt(batch: readonly DynamoDBRecord[], { functionName, invoke }: DeliveryOptions): Promise<Attempt> {
  const identifiers = batch.map((record) => record.dynamodb?.SequenceNumber ?? '');
  try {
    const failures = failuresOf(await invoke(functionName, { Records: batch }), identifiers);
    if (failures === 'all') return { handled: 0, reason: 'malformed batch answer' };
    const first = identifiers.findIndex((identifier) => failures.has(identifier));
    return first < 0 ? { handled: batch.length } : { handled: first, reason: 'named in batchItemFailures' };
  } catch (error) {
    return { handled: 0, reason: messageOf(error) };
  }
}

function backOff(failed: number, { backOffMilliseconds }: DeliveryOptions): number {
  return Math.min(backOffMilliseconds * 2 ** (failed - 1), 2_000);
}

function giveUp(record: DynamoDBRecord | undefined, reason: string, { functionName, tries, report }: DeliveryOptions) {
  const keys = JSON.stringify(record?.dynamodb?.Keys);
  report(`GIVEN UP after ${tries} tries: ${functionName} fails on the ${record?.eventName} of ${keys}: ${reason}`);
}
