import { enhancedCodeOf } from './mail-failures.ts';

/** A server's reply to a recipient: its code, and the whole text where there is one. */
export interface RecipientReply {
  readonly responseCode?: number;
  readonly response?: string;
}

/**
 * What a permanent (5xx) refusal is about. `address`: it does not exist, or no longer. `mailbox`: it accepts nothing now, as
 * when it is full. `us`: the server does not want our mails, whoever they are for, which somebody here has to mend.
 */
type Refusal = 'address' | 'mailbox' | 'us';

/** Replies that refuse what we said and not the recipient: bad sequence, no such command, no login. */
const repliesAboutUs = [500, 502, 503, 504, 530, 534, 535, 538, 555];
/** Replies of RFC 5321 about the address, and 556 of RFC 7504. */
const repliesAboutAddress = [501, 550, 551, 553, 556];

/**
 * Enhanced codes of RFC 3463, by what they are about. Those of 5.1.x that are not about the address are about the sender
 * (5.1.7, 5.1.8), the route (5.1.9) or an address that is right (5.1.5); 5.4.1 is Exchange's code for an address that it does
 * not know, and the argument that 501 5.5.4 names invalid is the address. Codes that match no line (5.0.0, 5.6.x) say less than
 * the code of the reply.
 */
const enhanced: readonly (readonly [RegExp, Refusal])[] = [
  [/ 5\.(1\.(?![5789]$)\d+|2\.1|4\.1)$|^501 5\.5\.4$/, 'address'],
  [/ 5\.[24]\./, 'mailbox'],
  [/ (5\.[1357]|4)\./, 'us'],
];

/** Words by which servers without such codes say that they do not want our mails. */
const wordsAboutUs = /relay|authenti|log ?in|spam|block|black ?list|policy|reputation|not permitted/i;

/** Judges a permanent (5xx) refusal of a recipient. */
export function refusalOf({ responseCode = 0, response = '' }: RecipientReply): Refusal {
  const reply = `${responseCode} ${enhancedCodeOf(response) ?? ''}`;
  const told = enhanced.find(([pattern]) => pattern.test(reply))?.[1];
  if (told) return told;
  if (repliesAboutUs.includes(responseCode) || wordsAboutUs.test(withoutAddresses(response))) return 'us';
  return repliesAboutAddress.includes(responseCode) ? 'address' : 'mailbox';
}

/** Removes the addresses from a reply, since they may hold any of the words. */
function withoutAddresses(reply: string): string {
  return reply.replace(/<[^>]*>|\S+@\S+/g, '');
}
