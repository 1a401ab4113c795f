import type { Platform } from '../../../platform/platform.ts';
import { createSealedAccounts } from '../auth/lockout/sealed-accounts.ts';
import { createSecondFactorRepository } from '../auth/second-factor/second-factor-repository.ts';
import { createOneTimeTokenRepository } from '../links/one-time-token-repository.ts';
import { createOneTimeTokens } from '../links/one-time-tokens.ts';
import type { LinkOwner } from '../links/pending-link-repository.ts';
import { hashOfToken, type OneTimePurpose } from '../links/token-hash.ts';
import type { Recipient } from '../mails/recipient.ts';
import { createSessionRepository } from '../sessions/repository.ts';
import type { Session } from '../sessions/schema.ts';
import { createUserRepository } from '../users/repository.ts';
import { createUserService } from '../users/service.ts';

/** Whom mails go to, and what they tell of a sign-in or its codes: read when a mail is written, since its event holds ids alone. */
export function createMailRecipients({ read, clock, secrets }: Pick<Platform, 'read' | 'clock' | 'secrets'>) {
  const users = createUserRepository({ read });
  const sessions = createSessionRepository({ read });
  const oneTimeTokens = createOneTimeTokenRepository({ read });
  const factors = createSecondFactorRepository({ read });
  const tokens = createOneTimeTokens(secrets);
  const accounts = createSealedAccounts({ secrets });
  const { recipientOf: findRecipient, deletedRecipientOf: findDeletedRecipient } = createUserService({ read, clock });

  async function findAt(
    userId: string,
    email: string | undefined,
    find: (userId: string) => Promise<Recipient | undefined>,
  ): Promise<Recipient | undefined> {
    const recipient = email === undefined ? undefined : await find(userId);
    return recipient && email !== undefined ? { ...recipient, email } : undefined;
  }

  async function findToken(purpose: OneTimePurpose, owner: LinkOwner, tokenId: string) {
    const hash = hashOfToken(purpose, await tokens.tokenOf(purpose, tokenId));
    return oneTimeTokens.findPending({ purpose, owner, hash });
  }

  return {
    /** Undefined when the person is gone. */
    findRecipient,

    /** The person, also when they are deleted. */
    findDeletedRecipient,
    /** Whether a link is the one that counts now: any other is not worth a mail. */
    hasLink: async (purpose: OneTimePurpose, owner: LinkOwner, tokenId: string): Promise<boolean> =>
      (await findToken(purpose, owner, tokenId)) !== undefined,

    /** The person who has the address now, if anybody has. */
    async findRecipientByEmailHash(emailHash: string): Promise<Recipient | undefined> {
      const userId = await users.findIdByEmailHash(emailHash);
      return userId === undefined ? undefined : findRecipient(userId);
    },

    /** The person that a sealed account is; undefined for nobody. */
    async findRecipientOfAccount(account: string): Promise<Recipient | undefined> {
      const userId = await accounts.open(account);
      return userId === undefined ? undefined : findRecipient(userId);
    },

    /** The person, at the address that a token would make theirs; undefined once it counts no longer, or the address is taken. */
    async findRecipientOfEmailChange(userId: string, tokenId: string): Promise<Recipient | undefined> {
      const token = await findToken('change-email', { userId }, tokenId);
      const isTaken = token?.email !== undefined && (await users.findIdByEmail(token.email)) !== undefined;
      return isTaken ? undefined : findAt(userId, token?.email, findRecipient);
    },

    /** The person, also when they are deleted, at the address that a change replaced. */
    findFormerRecipient: async (userId: string, changeId: string): Promise<Recipient | undefined> =>
      findAt(userId, await users.findFormerEmail(userId, changeId), findDeletedRecipient),

    /** How many recovery codes are left by then: of some that are used at once nobody knows before. */
    countRecoveryCodes: factors.countRecoveryCodes,

    /** Where a session began; undefined once it is over. */
    async findSignInPlace(userId: string, sessionId: string): Promise<Pick<Session, 'device' | 'address'> | undefined> {
      return (await sessions.findLive({ userId, sessionId }))?.session;
    },
  };
}
