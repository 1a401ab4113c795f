import { type Clock, later, systemClock } from '../../clock.ts';
import type { Write } from '../../data/write.ts';
import {
  createOneTimeTokenRepository,
  type OneTimeToken,
  type OneTimeTokenRepository,
} from './one-time-token-repository.ts';
import { createOneTimeTokens, type OneTimeTokens } from './one-time-tokens.ts';
import { hashOfToken, type OneTimePurpose } from './token-hash.ts';

/** What a one-time token is for, whose it is, and how long it lives in milliseconds. */
export interface OneTimeTokenOrder extends Pick<OneTimeToken, 'owner' | 'email'> {
  readonly purpose: OneTimePurpose;
  readonly life: number;
}

/** A token that is about to be handed out: the id goes into an event, the write keeps the hash. */
export interface OrderedOneTimeToken {
  readonly tokenId: string;
  readonly write: Write;
}

/** Makes a one-time token; nobody can show it before the event of its id was turned into a mail. */
export type IssueOneTimeToken = (order: OneTimeTokenOrder) => Promise<OrderedOneTimeToken>;

export interface OneTimeTokenIssuerDependencies {
  readonly oneTimeTokens?: Pick<OneTimeTokenRepository, 'insert'>;
  readonly tokens?: OneTimeTokens;
  readonly clock?: Clock;
}

export function createOneTimeTokenIssuer({
  oneTimeTokens = createOneTimeTokenRepository(),
  tokens = createOneTimeTokens(),
  clock = systemClock,
}: OneTimeTokenIssuerDependencies = {}): IssueOneTimeToken {
  return async ({ purpose, life, ...bound }) => {
    const tokenId = await tokens.newTokenId();
    const hash = hashOfToken(purpose, await tokens.tokenOf(purpose, tokenId));
    const now = clock();
    const times = { issuedAt: now.toISOString(), endsAt: later(now, life).toISOString() };
    return { tokenId, write: oneTimeTokens.insert({ hash, ...bound, ...times }) };
  };
}
