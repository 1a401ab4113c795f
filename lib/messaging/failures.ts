import * as z from 'zod';
import { day, later } from '../clock.ts';
import { entity } from '../data/entity.ts';
import { upsert } from '../data/write.ts';
import type { Platform } from '../platform/platform.ts';
import { instant, type Output, schema } from '../schemas.ts';
import type { Queue } from './queue-url.ts';

/** How many days a failure is kept: one more than SQS keeps a message among the dead letters. */
const daysKept = 15;
const longestMessage = 500;

/** Why the work on a message failed; the code is that of the error, or else its name. */
export const failureCause = schema(() =>
  z
    .object({
      code: z.string().meta({ description: 'The code of the error, or else its name.', examples: ['ECONNREFUSED'] }),
      message: z.string().meta({ examples: ['The server refused the connection.'] }),
    })
    .meta({ id: 'FailureCause', description: 'Why the work on a message failed.' }),
);
type FailureCause = Output<typeof failureCause>;

/** The last failure of a message: why it failed, and at which receive. */
export interface Failure {
  readonly cause: FailureCause;
  /** The receive by the worker's count, since a dead-letter queue goes on counting. */
  readonly receives: number;
}

/** Keeps why messages failed, by the id that a message keeps on its way to the dead letters. */
export interface Failures {
  /** Keeps a failure by one write. */
  keep(queue: Queue, messageId: string, failure: Failure): Promise<void>;
  /** Finds a failure by one read. */
  find(queue: Queue, messageId: string): Promise<Failure | undefined>;
}

/** The last failure of each message. */
export const failures = entity({
  name: 'failure',
  table: 'platform',
  schema: schema(() =>
    z.object({
      queue: z.string(),
      messageId: z.string(),
      cause: failureCause(),
      receives: z.int().positive(),
      failedAt: instant(),
    }),
  ),
  key: ({ queue, messageId }: { queue: string; messageId: string }) => ({
    pk: `FAILURE#${queue}#${messageId}`,
    sk: 'FAILURE',
  }),
  expiresAt: ({ failedAt }) => expiryOf(new Date(failedAt)),
});

export function createFailures({ read, writeAlone, clock }: Pick<Platform, 'read' | 'writeAlone' | 'clock'>): Failures {
  return {
    async keep(queue, messageId, { cause, receives }) {
      const failedAt = clock();
      const set = { queue, messageId, cause, receives, failedAt: failedAt.toISOString() };
      const expiresAt = expiryOf(failedAt);
      await writeAlone(upsert(failures, { queue, messageId }, { set, expiresAt }));
    },
    find: (queue, messageId) => read.find(failures, { queue, messageId }),
  };
}

/** What an administrator may be shown of an error: servers quote addresses, which identify persons. */
export function causeOf(error: unknown): FailureCause {
  if (!(error instanceof Error)) return { code: 'Error', message: shown(String(error)) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { code, message: shown(error.message) };
}

function shown(message: string): string {
  return message.slice(0, longestMessage).replaceAll(/\S+@\S+/g, '[address]');
}

function expiryOf(failedAt: Date): Date {
  return later(failedAt, daysKept * day);
}
