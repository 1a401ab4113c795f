import { foreignCharacter } from '../../lib/message-bounds.ts';

/** The patterns by which fauxqs judges bodies of messages and ids within a batch. */
interface Patterns {
  readonly INVALID_MESSAGE_BODY_CHAR: RegExp;
  readonly VALID_BATCH_ENTRY_ID: RegExp;
}

const entryId = /^[\w-]{1,80}$/;

/**
 * Lets fauxqs take the characters that SQS takes, and no longer ids. Its own pattern knows no pairs of surrogates, and to
 * escape them on the way would make another length and another digest of the message.
 */
export async function mendPatterns(): Promise<void> {
  const types: Patterns = await import(new URL('./sqs/sqsTypes.js', import.meta.resolve('fauxqs')).href);
  types.INVALID_MESSAGE_BODY_CHAR.test = (body) => foreignCharacter.test(body);
  types.VALID_BATCH_ENTRY_ID.test = (id) => entryId.test(id);
}
