import { type Clock, systemClock } from '../../clock.ts';
import { type Commit, type CommitOptions, createCommit } from '../../data/commit.ts';
import { createReader, type Reader } from '../../data/read.ts';
import type { Write } from '../../data/write.ts';
import { count } from '../../metrics.ts';
import type { Account } from '../../users/accounts.ts';
import { countAdmin } from '../../users/admins.ts';
import { AccountChanged } from '../../users/person-change.ts';
import { createUserRepository, emailHashOf, type UserRepository } from '../../users/repository.ts';
import {
  createOneTimeTokenRepository,
  invalidToken,
  type OneTimeToken,
  type OneTimeTokenRepository,
} from '../one-time-tokens/one-time-token-repository.ts';
import { hashOfToken } from '../one-time-tokens/token-hash.ts';
import { createOpenAccounts, isOutdated, judgeAnew, type OpenAccounts, samePassword } from '../open-accounts.ts';
import { changeSecurity, type Security } from '../security.ts';
import type { PasswordReset } from './new-password-schema.ts';
import { requireGoodPassword } from './password-rules.ts';
import { createPasswords, type Passwords } from './passwords.ts';

export interface PasswordResetDependencies {
  readonly read?: Reader;
  readonly users?: UserRepository;
  readonly accounts?: OpenAccounts;
  readonly oneTimeTokens?: Pick<OneTimeTokenRepository, 'at' | 'consume'>;
  readonly passwords?: Pick<Passwords, 'hash'>;
  readonly commit?: Commit;
  readonly clock?: Clock;
}

export type PasswordResetService = ReturnType<typeof createPasswordResetService>;

/** How a password is set by the token of a mail: in place of a forgotten one, or the first one of who was invited. */
export function createPasswordResetService({
  read = createReader(),
  users = createUserRepository({ read }),
  accounts = createOpenAccounts({ read, users }),
  oneTimeTokens = createOneTimeTokenRepository({ read }),
  passwords = createPasswords(),
  commit = createCommit(),
  clock = systemClock,
}: PasswordResetDependencies = {}) {
  /** The token is looked up as both of the things that it may be. */
  async function getToken(token: string): Promise<OneTimeToken> {
    const [reset, invitation] = await read.findTogether([
      oneTimeTokens.at(hashOfToken('reset-password', token)),
      oneTimeTokens.at(hashOfToken('invitation', token)),
    ]);
    const found = reset ?? invitation;
    if (!found) throw invalidToken();
    return found;
  }

  async function getAccount(token: OneTimeToken): Promise<Account> {
    const { owner } = token;
    const userId = 'userId' in owner ? owner.userId : await users.findIdByEmailHash(owner.emailHash);
    const account = userId === undefined ? undefined : await accounts.find(userId);
    if (!account || !isOwner(owner, account) || isOutdated(token, account.security)) throw invalidToken();
    return account;
  }

  async function setPassword(token: OneTimeToken, account: Account, password: string): Promise<void> {
    const { person, security } = account;
    const updatedAt = clock().toISOString();
    const set = { passwordHash: await passwords.hash(password), passwordChangedAt: updatedAt };
    const proven = isInvitation(token) ? { emailVerified: true } : {};
    const writes = [
      oneTimeTokens.consume(token.hash),
      ...users.change(person, { set: { ...proven, updatedAt }, remove: ['lockedUntil'] }),
      beginAnew(security, { ...proven, ...set }),
      // Who was invited as an admin is one from now on.
      ...countAdmin(security, { ...security, ...set }),
    ];
    await commit(writes, recordOf(token, person.id));
  }

  async function reset(shown: string, password: string): Promise<void> {
    const token = await getToken(shown);
    const account = await getAccount(token);
    requireGoodPassword(password, { email: account.person.email });
    await setPassword(token, account, password);
    if (isInvitation(token)) count('users.verified');
  }

  return {
    /** Sets the password and ends every session; throws `INVALID_TOKEN`, and `VALIDATION_FAILED` for a bad password. */
    reset: ({ token, password }: PasswordReset): Promise<void> => judgeAnew(() => reset(token, password)),
  };
}

function isInvitation({ owner }: OneTimeToken): boolean {
  return 'userId' in owner;
}

/** An address may have become another person's since its token was handed out. */
function isOwner(owner: OneTimeToken['owner'], { person }: Account): boolean {
  return 'userId' in owner || owner.emailHash === emailHashOf(person.email);
}

/** Ends every session and forgets every failed sign-in. */
function beginAnew(security: Security, set: Partial<Security>): Write {
  return changeSecurity(security.userId, {
    set,
    add: { tokenVersion: 1, sessionEpoch: 1, unlocks: 1 },
    when: samePassword(security),
    conflict: () => new AccountChanged(),
  });
}

function recordOf(token: OneTimeToken, userId: string): CommitOptions {
  const subject = `users/${userId}`;
  const [type, action] = isInvitation(token)
    ? (['user.verified', 'user.invitation-accepted'] as const)
    : (['password.changed', 'password.reset'] as const);
  return {
    events: [{ type, subject, data: { userId } }],
    audit: [{ action, actorId: userId, subject, outcome: 'success' }],
  };
}
