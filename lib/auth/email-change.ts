import { type Clock, systemClock } from '../clock.ts';
import { type Commit, createCommit } from '../data/commit.ts';
import { RuleViolation } from '../errors.ts';
import { newId as liveNewId } from '../ids.ts';
import type { Account } from '../users/accounts.ts';
import { AccountChanged } from '../users/person-change.ts';
import { createUserRepository, type UserRepository } from '../users/repository.ts';
import type { Person } from './caller.ts';
import { createOneTimeTokenIssuer, type IssueOneTimeToken } from './one-time-tokens/one-time-token-issuer.ts';
import {
  createOneTimeTokenRepository,
  invalidToken,
  type OneTimeTokenRepository,
} from './one-time-tokens/one-time-token-repository.ts';
import { hashOfToken } from './one-time-tokens/token-hash.ts';
import { createOpenAccounts, isOutdated, judgeAnew, type OpenAccounts, samePassword } from './open-accounts.ts';
import { type CheckPassword, createPasswordCheck } from './passwords/password-check.ts';
import type { EmailChangeRequest } from './schema.ts';
import { changeSecurity } from './security.ts';

const life = 24 * 60 * 60 * 1000;

export interface EmailChangeDependencies {
  readonly users?: Pick<UserRepository, 'changeEmail'>;
  readonly accounts?: OpenAccounts;
  readonly oneTimeTokens?: Pick<OneTimeTokenRepository, 'getOwned' | 'consume'>;
  readonly issue?: IssueOneTimeToken;
  readonly checkPassword?: CheckPassword;
  readonly commit?: Commit;
  readonly clock?: Clock;
  readonly newId?: () => string;
}

export type EmailChangeService = ReturnType<typeof createEmailChangeService>;

/** How a person gets another address: asked for with the password, and made so by the token that is mailed to it. */
export function createEmailChangeService({
  users = createUserRepository(),
  accounts = createOpenAccounts(),
  oneTimeTokens = createOneTimeTokenRepository(),
  issue = createOneTimeTokenIssuer(),
  checkPassword = createPasswordCheck(),
  commit = createCommit(),
  clock = systemClock,
  newId = liveNewId,
}: EmailChangeDependencies = {}) {
  async function getConfirmation(token: string): Promise<Confirmation> {
    const found = await oneTimeTokens.getOwned(hashOfToken('change-email', token));
    const account = await accounts.find(found.userId);
    if (!account || found.email === undefined || isOutdated(found, account.security)) throw invalidToken();
    return { ...account, hash: found.hash, email: found.email };
  }

  /** Takes the address; throws `DUPLICATE_EMAIL` when somebody was faster. */
  async function take({ hash, email, person, security }: Confirmation): Promise<void> {
    const { id: userId } = person;
    const subject = `users/${userId}`;
    const changeId = newId();
    const conflict = () => new AccountChanged();
    const writes = [
      oneTimeTokens.consume(hash),
      ...users.changeEmail(person, { email, changeId, now: clock() }),
      changeSecurity(userId, { set: { emailVerified: true }, when: samePassword(security), conflict }),
    ];
    await commit(writes, {
      events: [{ type: 'user.email-changed', subject, data: { userId, changeId } }],
      audit: [{ action: 'user.email-changed', actorId: userId, subject, outcome: 'success', details: { changeId } }],
    });
  }

  /** Uses up the token of a second mail: the address is the person's already. */
  async function discard({ hash, person }: Confirmation): Promise<void> {
    const entry = { action: 'user.email-change-repeated', actorId: person.id, outcome: 'success' } as const;
    await commit([oneTimeTokens.consume(hash)], { audit: [{ ...entry, subject: `users/${person.id}` }] });
  }

  return {
    /**
     * Has a link mailed to the address, unless it is taken, which the caller does not learn; throws `WRONG_PASSWORD`,
     * `SAME_EMAIL`, `TOO_MANY_ATTEMPTS`.
     */
    async request({ userId }: Pick<Person, 'userId'>, { email, password }: EmailChangeRequest): Promise<void> {
      const { person, security } = await accounts.get(userId);
      await checkPassword(security, password);
      if (email === person.email) throw new RuleViolation('SAME_EMAIL', 'It is your email address already.');
      const { tokenId, write } = await issue({ purpose: 'change-email', owner: { userId }, email, life });
      const subject = `users/${userId}`;
      await commit([write], {
        events: [{ type: 'user.email-change-requested', subject, data: { userId, tokenId } }],
        audit: [{ action: 'user.email-change-requested', subject, outcome: 'success' }],
      });
    },

    /** Makes the address of a token the person's, verified; throws `INVALID_TOKEN`, `DUPLICATE_EMAIL`. */
    confirm: (token: string): Promise<void> =>
      judgeAnew(async () => {
        const confirmation = await getConfirmation(token);
        if (confirmation.email === confirmation.person.email) await discard(confirmation);
        else await take(confirmation);
      }),
  };
}

/** A token that may be used, and what for. */
interface Confirmation extends Account {
  readonly hash: string;
  readonly email: string;
}
