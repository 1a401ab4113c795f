import { later } from '../../../clock.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Write } from '../../../data/write.ts';
import { count } from '../../../metrics.ts';
import type { Platform } from '../../../platform/platform.ts';
import { mailsWithheld } from '../metrics.ts';
import { createMailTimesRepository, MailCounted } from './mail-time-repository.ts';
import { createOneTimeTokenRepository, type OneTimeToken } from './one-time-token-repository.ts';
import { createOneTimeTokens } from './one-time-tokens.ts';
import { hashOfToken } from './token-hash.ts';

/** What a one-time token is for, whose it is, where its mail goes, and how many milliseconds it is valid. */
export interface OneTimeTokenOrder extends Pick<OneTimeToken, 'purpose' | 'owner' | 'email' | 'claims'> {
  /** The hash of the address that the mail goes to, by which mails are counted. */
  readonly addressHash: string;
  readonly life: number;
}

/** A token that is about to be handed out: its id goes into an event, and the writes keep its hash. */
export interface OrderedOneTimeToken {
  readonly tokenId: string;
  readonly writes: readonly Write[];
  /**
   * Whether the address has had all its mails of the hour. Then no token is kept, so that the link of the last mail stays
   * valid, unless that is about another address: then the writes end it.
   */
  readonly isWithheld: boolean;
}

/**
 * Makes a one-time token and hands it to `use`, which commits it: nobody can show the token before the event of its id became a
 * mail. `use` is called again when mails to the address were counted at the same moment.
 */
type IssueOneTimeToken = <R>(order: OneTimeTokenOrder, use: (token: OrderedOneTimeToken) => Promise<R>) => Promise<R>;

/** More attempts than there are mails in an hour, as each rival that is faster takes one of them. */
const mostTries = 7;

export function createOneTimeTokenIssuer({
  read,
  clock,
  secrets,
}: Pick<Platform, 'read' | 'clock' | 'secrets'>): IssueOneTimeToken {
  const oneTimeTokens = createOneTimeTokenRepository({ read });
  const mailTimes = createMailTimesRepository({ read });
  const tokens = createOneTimeTokens(secrets);

  /** Ends a pending link about another address; where a rival has replaced that link meanwhile, everything is tried again. */
  const endOther = (asked: Pick<OneTimeToken, 'purpose' | 'owner' | 'email'>) =>
    oneTimeTokens.endOther(asked, () => new MailCounted());

  async function order({ life, addressHash, ...bound }: OneTimeTokenOrder): Promise<OrderedOneTimeToken> {
    const { purpose } = bound;
    const now = clock();
    const tokenId = await tokens.newTokenId();
    const counted = await mailTimes.add({ addressHash, purpose }, now);
    if (!counted) return { tokenId, writes: await endOther(bound), isWithheld: true };
    const hash = hashOfToken(purpose, await tokens.tokenOf(purpose, tokenId));
    const times = { issuedAt: now.toISOString(), endsAt: later(now, life).toISOString() };
    return { tokenId, writes: [...oneTimeTokens.insert({ hash, ...bound, ...times }), counted], isWithheld: false };
  }

  async function attempt<R>(ordered: OneTimeTokenOrder, use: (token: OrderedOneTimeToken) => Promise<R>): Promise<R> {
    const token = await order(ordered);
    const used = await use(token);
    if (token.isWithheld) count(mailsWithheld);
    return used;
  }

  return (ordered, use) =>
    retryOnConflict(
      () => attempt(ordered, use),
      (error) => error instanceof MailCounted,
      mostTries,
    );
}
