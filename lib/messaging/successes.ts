import type { SQSRecord } from 'aws-lambda';
import { type Clock, second } from '../clock.ts';
import { receivesOf } from './delivery.ts';
import { causeOf } from './failures.ts';
import { historyOf } from './history.ts';
import { probeSeconds } from './outage-bounds.ts';

/** A message alone was refused, while others went through. */
class RefusedAlone extends Error {
  override readonly name = 'RefusedAlone';
  readonly code: string;

  constructor(error: unknown) {
    const { code, message } = causeOf(error);
    super(`${message}, while others went through`, { cause: error });
    this.code = code;
  }
}

/** Remembers when this process was last done with a message of a queue, which costs no read. */
export function createSuccesses(clock: Clock) {
  let last: Date | undefined;
  return {
    note(): void {
      last = clock();
    },

    /**
     * Answers why a message found something down: itself, where it is a probe that has waited its time, and another message was
     * done with meanwhile; each such look needs a success of its own, since only the first receive of a probe counts.
     */
    reasonOf(error: unknown, record: SQSRecord): unknown {
      if (historyOf(record).probe === undefined || receivesOf(record) > 1 || !last) return error;
      const sentAt = Number(record.attributes.SentTimestamp);
      const hasWaited = clock().getTime() - sentAt >= probeSeconds * second;
      return hasWaited && last.getTime() > sentAt ? new RefusedAlone(error) : error;
    },
  };
}
