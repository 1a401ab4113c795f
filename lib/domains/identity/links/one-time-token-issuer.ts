import { type Clock, later, systemClock } from '../../../clock.ts';
import type { Write } from '../../../data/write.ts';
import { count } from '../../../metrics.ts';
import { createMailTimesRepository, MailCounted, type MailTimesRepository } from './mail-times.ts';
import {
  createOneTimeTokenRepository,
  type OneTimeToken,
  type OneTimeTokenRepository,
} from './one-time-token-repository.ts';
import { createOneTimeTokens, type OneTimeTokens } from './one-time-tokens.ts';
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
export type IssueOneTimeToken = <R>(
  order: OneTimeTokenOrder,
  use: (token: OrderedOneTimeToken) => Promise<R>,
) => Promise<R>;

export interface OneTimeTokenIssuerDependencies {
  readonly oneTimeTokens?: Pick<OneTimeTokenRepository, 'insert' | 'endOther'>;
  readonly mailTimes?: MailTimesRepository;
  readonly tokens?: OneTimeTokens;
  readonly clock?: Clock;
}

/** More than there are mails in an hour: each rival that is faster takes one of them. */
const mostTries = 7;

export function createOneTimeTokenIssuer({
  oneTimeTokens = createOneTimeTokenRepository(),
  mailTimes = createMailTimesRepository(),
  tokens = createOneTimeTokens(),
  clock = systemClock,
}: OneTimeTokenIssuerDependencies = {}): IssueOneTimeToken {
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

  async function attempt<R>(
    ordered: OneTimeTokenOrder,
    use: (token: OrderedOneTimeToken) => Promise<R>,
    triesLeft: number,
  ): Promise<R> {
    const token = await order(ordered);
    try {
      const used = await use(token);
      if (token.isWithheld) count('mails.withheld');
      return used;
    } catch (error) {
      if (!(error instanceof MailCounted) || triesLeft === 0) throw error;
      return attempt(ordered, use, triesLeft - 1);
    }
  }

  return (ordered, use) => attempt(ordered, use, mostTries - 1);
}
