import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { instant, type Output, schema } from '../schemas.ts';
import { contentOf } from './message-body.ts';

/** The attribute of a message that was sent once more by its worker. */
export const historyAttribute = 'history';

/**
 * What a message carries along when its worker sends it once more: SQS knows the copy as a message of its own, with another id
 * and no receives.
 */
export const history = schema(() =>
  z.object({
    /** The id and the time of sending of the message that all of this began with. */
    messageId: z.string(),
    sentAt: instant(),
    /** How many of its tries are spent. */
    tries: z.int().nonnegative(),
    /** When it first waited for what it stands on; it waits four hours at most. */
    waitingSince: instant().optional(),
    /** Whether the decision of whoever redrove it is still to be used. */
    redriven: z.boolean().optional(),
    /** By what it is known as the probe of its queue's outage. */
    probe: z.string().optional(),
  }),
);
export type History = Output<typeof history>;

/** What a message carries, or for one that was sent but once, what SQS says of it. */
export function historyOf({ messageId, attributes, messageAttributes }: SQSRecord): History {
  const carried = messageAttributes[historyAttribute]?.stringValue;
  const known = carried === undefined ? undefined : history().safeParse(contentOf(carried)).data;
  return known ?? { messageId, sentAt: new Date(Number(attributes.SentTimestamp)).toISOString(), tries: 0 };
}
