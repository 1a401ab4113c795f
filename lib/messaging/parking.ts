import type { SQSRecord } from 'aws-lambda';
import { hasCode, Unavailable } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import { deadLetterIdOf } from './dead-letter-id.ts';
import { createDeadLetterRepository, type DeadLetter } from './dead-letter-repository.ts';
import type { Failure } from './failures.ts';
import { historyOf } from './history.ts';
import type { Queue } from './queue-url.ts';

/** A message that was given up, and why. */
export interface GivenUp {
  readonly record: SQSRecord;
  readonly failure: Failure;
}

/**
 * Stores messages as dead letters of their queue, each once however often it comes, in one transaction for all of them, since
 * each alone would have to wait for the queue's tally. Answers by message id why some could not be stored.
 */
export type RecordDeadLetters = (queue: Queue, messages: readonly GivenUp[]) => Promise<ReadonlyMap<string, unknown>>;

export function createRecordDeadLetters({
  read,
  commit,
  clock,
}: Pick<Platform, 'read' | 'commit' | 'clock'>): RecordDeadLetters {
  const deadLetters = createDeadLetterRepository({ read });
  type Letters = ReadonlyMap<string, DeadLetter>;

  async function recordTogether(queue: Queue, letters: Letters): Promise<ReadonlyMap<string, unknown>> {
    try {
      await commit(deadLetters.add(queue, [...letters.values()]));
      return new Map();
    } catch (error) {
      if (letters.size > 1 && !(error instanceof Unavailable)) return recordEach(queue, letters);
      return new Map(hasCode(error, 'ALREADY_RECORDED') ? [] : [...letters.keys()].map((id) => [id, error]));
    }
  }

  /**
   * Stores dead letters one by one, so that one that is there already, or that no item can hold, does not keep the others out.
   */
  async function recordEach(queue: Queue, letters: Letters): Promise<ReadonlyMap<string, unknown>> {
    const failed: (readonly [string, unknown])[] = [];
    for (const letter of letters) failed.push(...(await recordTogether(queue, new Map([letter]))));
    return new Map(failed);
  }

  return (queue, messages) => {
    const diedAt = clock();
    const letters = messages.map((message) => [message.record.messageId, letterOf(queue, message, diedAt)] as const);
    return recordTogether(queue, new Map(letters));
  };
}

/** Stores one message as a dead letter of its queue, once however often it comes, in one transaction. */
export type ParkMessage = (queue: Queue, record: SQSRecord, failure: Failure) => Promise<void>;

export function createParkMessage(parts: Pick<Platform, 'read' | 'commit' | 'clock'>): ParkMessage {
  const record = createRecordDeadLetters(parts);
  return async (queue, message, failure) => {
    const [failed] = await record(queue, [{ record: message, failure }]);
    if (failed) throw failed[1];
  };
}

/** The dead letter of a message, by the id and the time of the one that it is a copy of. */
function letterOf(queue: Queue, { record, failure }: GivenUp, diedAt: Date): DeadLetter {
  const { messageId, sentAt, tries } = historyOf(record);
  return {
    id: deadLetterIdOf(messageId, new Date(sentAt)),
    queue,
    body: record.body,
    error: failure.cause,
    receives: tries + failure.receives,
    sentAt,
    diedAt: diedAt.toISOString(),
  };
}
