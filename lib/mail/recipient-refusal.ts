import { enhancedCodeOf } from './mail-failures.ts';

/** What a server has said to a recipient: its code, and its whole reply where there is one. */
export interface RecipientReply {
  readonly responseCode?: number;
  readonly response?: string;
}

/**
 * What a refusal of the 5xx kind is about: `address`, there is none or no longer; `mailbox`, it takes nothing now, as a full one;
 * `us`, the server does not want our mails, whoever they are for, which somebody here has to mend.
 */
type Refusal = 'address' | 'mailbox' | 'us';

/** Bad sequence, no such command, no login: what we said was wrong, and not to whom. */
const repliesAboutUs = [500, 502, 503, 504, 530, 534, 535, 538, 555];
/** Of RFC 5321, and 556 of RFC 7504. */
const repliesAboutAddress = [501, 550, 551, 553, 556];

/**
 * Replies with enhanced codes of RFC 3463, by what they are about. Those of 5.1.x that are not about the address are about
 * the sender (5.1.7, 5.1.8), the way (5.1.9) or an address that is right (5.1.5); 5.4.1 is Exchange's word for one that it
 * does not know, and the argument that 501 5.5.4 calls invalid is the address. What no line names (5.0.0, 5.6.x) tells less
 * than the code of the reply.
 */
const enhanced: readonly (readonly [RegExp, Refusal])[] = [
  [/ 5\.(1\.(?![5789]$)\d+|2\.1|4\.1)$|^501 5\.5\.4$/, 'address'],
  [/ 5\.[24]\./, 'mailbox'],
  [/ (5\.[1357]|4)\./, 'us'],
];

/** Words by which servers that give no such code say that they do not want our mails. */
const wordsAboutUs = /relay|authenti|log ?in|spam|block|black ?list|policy|reputation|not permitted/i;

/** Judges a refusal of the 5xx kind that came to RCPT. */
export function refusalOf({ responseCode = 0, response = '' }: RecipientReply): Refusal {
  const reply = `${responseCode} ${enhancedCodeOf(response) ?? ''}`;
  const told = enhanced.find(([pattern]) => pattern.test(reply))?.[1];
  if (told) return told;
  if (repliesAboutUs.includes(responseCode) || wordsAboutUs.test(withoutAddresses(response))) return 'us';
  return repliesAboutAddress.includes(responseCode) ? 'address' : 'mailbox';
}

/** An address may hold any of the words. */
function withoutAddresses(reply: string): string {
  return reply.replace(/<[^>]*>|\S+@\S+/g, '');
}
