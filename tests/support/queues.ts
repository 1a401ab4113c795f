import type { Database } from '../../lib/data/database.ts';
import { permissionsOf } from '../../lib/domains/declared/permissions.ts';
import { createDeadLetterService } from '../../lib/domains/operations/queues/dead-letter-service.ts';
import { createRedriving } from '../../lib/domains/operations/queues/redriving.ts';
import { createQueueService } from '../../lib/domains/operations/queues/service.ts';
import { deadLetterIdOf } from '../../lib/messaging/dead-letter-id.ts';
import { createDeadLetterRepository } from '../../lib/messaging/dead-letter-repository.ts';
import { createRecordDeadLetters, type GivenUp } from '../../lib/messaging/parking.ts';
import { createCountKept } from '../../lib/messaging/queue-counts.ts';
import type { Queue } from '../../lib/messaging/queue-url.ts';
import type { Message, Send } from '../../lib/messaging/send.ts';
import { createTestCaller } from './http.ts';
import { createTestPlatform } from './platform.ts';
import { type MessageFields, sqsRecord } from './queue.ts';

/** An administrator, who looks after the queues. */
export const queueKeeper = createTestCaller({ roles: ['admin'], permissions: permissionsOf(['admin']) });

const downError = { code: 'MAIL_UNAVAILABLE', message: 'The mail server is down' };

/** What a test says of a dead letter; the rest is filled in. */
interface Burial extends Pick<MessageFields, 'messageId' | 'body' | 'sentAt'> {
  readonly queue?: Queue;
  readonly error?: { readonly code: string; readonly message: string };
}

/** A message as a queue got it. */
interface SentMessage extends Message {
  readonly queue: Queue;
}

/**
 * The services of the queues as they are, on a database of the test's, queues that remember, and a clock that it moves. A
 * message for which `refuses` answers true is not taken; it is asked once for each.
 */
export function createQueues(database: Database, refuses: (id: string) => boolean = () => false) {
  const platform = createTestPlatform(database);
  const deadLetters = createDeadLetterRepository(platform);
  const record = createRecordDeadLetters(platform);
  const sent: SentMessage[] = [];
  const send: Send = async (queue, messages) => {
    const unsent = new Set(messages.map(({ id }) => id).filter(refuses));
    sent.push(...messages.filter(({ id }) => !unsent.has(id)).map((message) => ({ queue, ...message })));
    return unsent;
  };
  let buried = 0;

  function prepare({ queue = 'email', error = downError, ...fields }: Burial): GivenUp & { readonly queue: Queue } {
    buried += 1;
    const sentAt = new Date(Date.parse('2026-03-08T08:00:00.000Z') + buried * 1_000);
    const message = sqsRecord({ messageId: `message-${buried}`, sentAt, body: `{"number":${buried}}`, ...fields });
    return { queue, record: message, failure: { cause: error, receives: 3 } };
  }

  /** Gives messages up, each sent a second after the one before and long ago; answers their ids. */
  async function buryAll(burials: readonly Burial[]): Promise<string[]> {
    const prepared = burials.map(prepare);
    for (const [queue, its] of Map.groupBy(prepared, (each) => each.queue)) {
      for (let from = 0; from < its.length; from += 50) {
        const failed = await record(queue, its.slice(from, from + 50));
        if (failed.size > 0) throw new Error('a dead letter of the test was not recorded');
      }
    }
    return prepared.map(({ record: { messageId, attributes } }) =>
      deadLetterIdOf(messageId, new Date(Number(attributes.SentTimestamp))),
    );
  }

  return {
    clock: platform.clock,
    sent,
    service: createQueueService({
      findDepth: async () => ({ visible: 3, inFlight: 2, delayed: 1 }),
      findAges: async (queues) => new Map(queues.map((queue) => [queue, 42])),
      ...platform,
    }),
    deadLetters: createDeadLetterService(platform),
    redriving: createRedriving({ send, ...platform }),
    buryAll,
    bury: async (burial: Burial = {}): Promise<string> => String((await buryAll([burial]))[0]),
    /** What the tally of a queue says, which every change has to keep. */
    countOf: async (queue: Queue = 'email'): Promise<number> =>
      (await createCountKept(platform)([queue])).get(queue)?.deadLetters ?? 0,
    /** The ids that are there, oldest first. */
    async idsOf(queue: Queue = 'email'): Promise<string[]> {
      const { items } = await deadLetters.list(queue, { limit: 1_000 });
      return items.map(({ id }) => id).toReversed();
    },
  };
}

export type Queues = ReturnType<typeof createQueues>;
