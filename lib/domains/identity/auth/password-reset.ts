import type { CommitOptions } from '../../../commit/commit.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Write } from '../../../data/write.ts';
import { count } from '../../../metrics.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createDoctorUpkeep } from '../../clinic/doctors/upkeep-service.ts';
import { userVerified } from '../events/accounts.ts';
import { passwordChanged } from '../events/passwords.ts';
import { sessionEnded } from '../events/sign-in.ts';
import { createOneTimeTokenRepository, invalidToken, type OneTimeToken } from '../links/one-time-token-repository.ts';
import { endLinksOfAddress, endLinksOfPerson } from '../links/pending-link-repository.ts';
import { hashOfToken } from '../links/token-hash.ts';
import { usersVerified } from '../metrics.ts';
import type { Account } from '../users/accounts.ts';
import { countAdmin } from '../users/admin-count-repository.ts';
import { type AccountWith, createOpenAccounts, isOutdated, isOvertaken } from '../users/open-accounts.ts';
import { AccountChanged, changedBy } from '../users/person-change.ts';
import { createUserRepository, emailHashOf } from '../users/repository.ts';
import { mayHaveSessions, type Security } from '../users/security.ts';
import { changeSecurity, endingSessions, samePasswordAndSessions } from '../users/security-repository.ts';
import { type MailboxProof, proveMailbox } from './mailbox-proof.ts';
import type { PasswordReset } from './passwords/new-password-schema.ts';
import { requireGoodPassword } from './passwords/password-rules.ts';
import type { Passwords } from './passwords/passwords.ts';
import { createSecondFactorRepository, type SecondFactorItem } from './second-factor/second-factor-repository.ts';

interface PasswordResetDependencies extends Pick<Platform, 'read' | 'commit' | 'clock'> {
  readonly passwords: Pick<Passwords, 'hash'>;
}

/** A person whose password is to be set, and their authenticator. */
type ResetAccount = AccountWith<SecondFactorItem>;

export type PasswordResetService = ReturnType<typeof createPasswordResetService>;

/** Sets a password by the token of a mail: in place of a forgotten one, or as the first one of a person who was invited. */
export function createPasswordResetService({ passwords, read, commit, clock }: PasswordResetDependencies) {
  const users = createUserRepository({ read });
  const keepDoctor = createDoctorUpkeep({ read, clock, overtaken: () => new AccountChanged() });
  const accounts = createOpenAccounts({ read });
  const factors = createSecondFactorRepository({ read });
  const oneTimeTokens = createOneTimeTokenRepository({ read });

  /** Looks the token up both as a reset and as an invitation. */
  async function getToken(token: string): Promise<OneTimeToken> {
    const [reset, invitation] = await read.findTogether([
      oneTimeTokens.at(hashOfToken('reset-password', token)),
      oneTimeTokens.at(hashOfToken('invitation', token)),
    ]);
    const found = reset ?? invitation;
    if (!found) throw invalidToken();
    return found;
  }

  async function getAccount(token: OneTimeToken): Promise<ResetAccount> {
    const { owner } = token;
    const userId = 'userId' in owner ? owner.userId : await users.findIdByEmailHash(owner.emailHash);
    const account = userId === undefined ? undefined : await accounts.findWith(userId, factors.at(userId));
    if (!account || !isOwner(owner, account) || isOutdated(token, account.security)) throw invalidToken();
    return account;
  }

  async function setPassword(token: OneTimeToken, account: ResetAccount, password: string): Promise<MailboxProof> {
    const { person, security, beside: factor } = account;
    const updatedAt = clock().toISOString();
    const proof = proveMailbox(account, factor, factors);
    const set = { ...proof.security, passwordHash: await passwords.hash(password), passwordChangedAt: updatedAt };
    const change = {
      set: { ...proof.person.set, updatedAt },
      remove: ['lockedUntil', ...proof.person.remove] as const,
    };
    const writes = [
      ...oneTimeTokens.consume(token),
      ...users.change(person, change),
      beginAnew(security, set),
      // A person who was invited as an admin becomes one by accepting.
      ...countAdmin(security, { ...security, ...set }),
      ...endLinksOfPerson(person.id, token.purpose),
      ...endLinksOfAddress(emailHashOf(person.email), token.purpose),
      ...proof.writes,
      // A name that was set before goes with the rest.
      ...(proof.clears ? await keepDoctor({ before: person, after: changedBy(change, person) }) : []),
    ];
    await commit(writes, { ...recordOf(token, account, proof), lookAgain: () => oneTimeTokens.get(token.hash) });
    return proof;
  }

  async function reset(shown: string, password: string): Promise<void> {
    const token = await getToken(shown);
    const account = await getAccount(token);
    requireGoodPassword(password, { email: account.person.email });
    const { verifies } = await setPassword(token, account, password);
    if (verifies) count(usersVerified);
  }

  return {
    /** Sets the password and ends every session; throws `INVALID_TOKEN`, and `VALIDATION_FAILED` for a bad password. */
    reset: ({ token, password }: PasswordReset): Promise<void> =>
      retryOnConflict(() => reset(token, password), isOvertaken),
  };
}

/** Whether the token's owner has the account: an address may have become another person's since the token was handed out. */
function isOwner(owner: OneTimeToken['owner'], { person }: Account): boolean {
  return 'userId' in owner || owner.emailHash === emailHashOf(person.email);
}

/** Ends every session, and forgets every device and every failed sign-in. */
function beginAnew(security: Security, set: Partial<Security>): Write {
  return changeSecurity(security.userId, {
    ...endingSessions({ set, add: { deviceEpoch: 1, unlocks: 1 } }),
    // Whether a session has ended is told by what was read: somebody may have signed in, or ended all of them, since.
    when: samePasswordAndSessions(security),
    conflict: () => new AccountChanged(),
  });
}

/**
 * The audit entry and events: a person's first password is not reported as a change, and one who verifies the address by it is
 * welcomed.
 */
function recordOf(
  { purpose }: OneTimeToken,
  { person: { id: userId }, security }: Account,
  { verifies, clears }: MailboxProof,
): CommitOptions {
  const subject = `users/${userId}`;
  const about = { subject, data: { userId } };
  const entry = { actorId: userId, subject, outcome: 'success' } as const;
  const action = purpose === 'invitation' ? 'user.invitation-accepted' : 'password.reset';
  return {
    events: [
      ...(verifies ? [userVerified.of(about)] : []),
      ...(security.passwordHash === undefined ? [] : [passwordChanged.of(about)]),
      ...(mayHaveSessions(security) ? [sessionEnded.of(about)] : []),
    ],
    audit: [
      ...(verifies && purpose !== 'invitation'
        ? [{ action: 'user.verified', ...entry, details: { cleared: clears } } as const]
        : []),
      { action, ...entry },
    ],
  };
}
