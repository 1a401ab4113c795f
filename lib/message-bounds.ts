/** The most bytes of a message: an item holds 400 KB, and what no item could hold must not reach a queue. */
export const mostMessageBytes = 256 * 1024;

/** What SQS takes no message with: control characters, halves of a pair, and the two that are no characters. */
export const foreignCharacter = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Why a message can never be sent, in words that tell nothing of its body. */
type Unsendable = 'EMPTY' | 'TOO_LONG' | 'INVALID_CHARACTERS';

/** Tells why no queue takes a message, by its body and the bytes that SQS counts; undefined for one that can be sent. */
export function whyUnsendable(body: string, bytes: number): Unsendable | undefined {
  if (body === '') return 'EMPTY';
  if (bytes > mostMessageBytes) return 'TOO_LONG';
  return foreignCharacter.test(body) ? 'INVALID_CHARACTERS' : undefined;
}
