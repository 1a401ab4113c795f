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
import { createPeopleNames } from '../users/names-service.ts';
import { createUserRepository } from '../users/repository.ts';
import { createPeopleToWriteTo } from './people-to-write-to.ts';

/** Reads whom a mail goes to, and what it tells of a sign-in or its codes, when it is written: its event holds ids alone. */
export function createMailRecipients({ read, secrets }: Pick<Platform, 'read' | 'secrets'>) {
  const users = createUserRepository({ read });
  const sessions = createSessionRepository({ read });
  const oneTimeTokens = createOneTimeTokenRepository({ read });
  const factors = createSecondFactorRepository({ read });
  const tokens = createOneTimeTokens(secrets);
  const accounts = createSealedAccounts({ secrets });
  const names = createPeopleNames({ read });
  const { findRecipient, findDeletedRecipient } = createPeopleToWriteTo({ read });

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
    /** The person, at their address; undefined when they are gone. */
    findRecipient,

    /** The person, even once they are deleted, at the address that they had. */
    findDeletedRecipient,
    /** Whether a link is the one that counts now; a link that does not is not worth a mail. */
    hasLink: async (purpose: OneTimePurpose, owner: LinkOwner, tokenId: string): Promise<boolean> =>
      (await findToken(purpose, owner, tokenId)) !== undefined,

    /** The person who has the address now, if anybody has. */
    async findRecipientByEmailHash(emailHash: string): Promise<Recipient | undefined> {
      const userId = await users.findIdByEmailHash(emailHash);
      return userId === undefined ? undefined : findRecipient(userId);
    },

    /** The person whose account was sealed; undefined for nobody. */
    async findRecipientOfAccount(account: string): Promise<Recipient | undefined> {
      const userId = await accounts.open(account);
      return userId === undefined ? undefined : findRecipient(userId);
    },

    /**
     * The person, at the address that a token would make theirs; undefined once its link no longer counts, or the address is
     * taken.
     */
    async findRecipientOfEmailChange(userId: string, tokenId: string): Promise<Recipient | undefined> {
      const token = await findToken('change-email', { userId }, tokenId);
      const isTaken = token?.email !== undefined && (await users.findIdByEmail(token.email)) !== undefined;
      return isTaken ? undefined : findAt(userId, token?.email, findRecipient);
    },

    /** The person, also when they are deleted, at the address that a change replaced. */
    findFormerRecipient: async (userId: string, changeId: string): Promise<Recipient | undefined> =>
      findAt(userId, await users.findFormerEmail(userId, changeId), findDeletedRecipient),

    /**
     * Counts the recovery codes when the mail is written: where several are used at once, nobody knows how many are left
     * before.
     */
    countRecoveryCodes: factors.countRecoveryCodes,

    /** The names of people, of whom a mail to another one tells, by their ids. */
    findNames: names.find,

    /** Where a session began; undefined once it is over. */
    async findSignInPlace(userId: string, sessionId: string): Promise<Pick<Session, 'device' | 'address'> | undefined> {
      return (await sessions.findLive({ userId, sessionId }))?.session;
    },
  };
}
