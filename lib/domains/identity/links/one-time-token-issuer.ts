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

/** What a one-time token is for, whose it is, where its mail goes, and how long it lives in milliseconds. */
export interface OneTimeTokenOrder extends Pick<OneTimeToken, 'purpose' | 'owner' | 'email' | 'claims'> {
  /** Of the address that is written to, by which mails are counted. */
  readonly addressHash: string;
  readonly life: number;
}

/** A token that is about to be handed out: the id goes into an event, the writes keep the hash. */
export interface OrderedOneTimeToken {
  readonly tokenId: string;
  readonly writes: readonly Write[];
  /**
   * The address has had its mails of the hour: no token is kept, so that the link of the last mail goes on to count, unless
   * that is about another address, which the writes end.
   */
  readonly isWithheld: boolean;
}

/**
 * Makes a one-time token and hands it to `use`, which commits it: nobody can show it before the event of its id was turned
 * into a mail. `use` is called again when mails to the address were counted at the same moment.
 */
type IssueOneTimeToken = <R>(order: OneTimeTokenOrder, use: (token: OrderedOneTimeToken) => Promise<R>) => Promise<R>;

/** More than there are mails in an hour: each rival that is faster takes one of them. */
const mostTries = 7;

export function createOneTimeTokenIssuer({
  read,
  clock,
  secrets,
}: Pick<Platform, 'read' | 'clock' | 'secrets'>): IssueOneTimeToken {
  const oneTimeTokens = createOneTimeTokenRepository({ read });
  const mailTimes = createMailTimesRepository({ read });
  const tokens = createOneTimeTokens(secrets);

  /** Whoever set another link meanwhile was mailed it, and what is asked for now is newer. */
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
