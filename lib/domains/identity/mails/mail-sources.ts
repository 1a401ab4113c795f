import type { LinkOwner } from '../links/pending-link-repository.ts';
import type { OneTimePurpose } from '../links/token-hash.ts';
import type { Recipient } from './recipient.ts';
import type { SignInPlace } from './templates/new-device.ts';

/** Reads what a mail needs beyond its event, which holds ids and hashes only; a person who is gone is no recipient. */
export interface MailSources {
  findRecipient(userId: string): Promise<Recipient | undefined>;
  /** The person, at the address that they had when they were deleted. */
  findDeletedRecipient(userId: string): Promise<Recipient | undefined>;
  /** The person who has the address now, if anybody has. */
  findRecipientByEmailHash(emailHash: string): Promise<Recipient | undefined>;
  /** The person whose account an event names in sealed form, which nobody else can read; undefined for nobody. */
  findRecipientOfAccount(account: string): Promise<Recipient | undefined>;
  /**
   * The person, at the address that the token would make theirs; undefined once its link no longer counts, or the address is
   * taken.
   */
  findRecipientOfEmailChange(userId: string, tokenId: string): Promise<Recipient | undefined>;
  /** The person, also when they are deleted, at the address that the change replaced. */
  findFormerRecipient(userId: string, changeId: string): Promise<Recipient | undefined>;
  /** Where a session began; undefined once it is over. */
  findSignInPlace(userId: string, sessionId: string): Promise<SignInPlace | undefined>;
  /** How many recovery codes the person has not used yet. */
  countRecoveryCodes(userId: string): Promise<number>;
  /** Whether the link is the one that counts now: it is not once it is used up, ended, expired or replaced. */
  hasLink(purpose: OneTimePurpose, owner: LinkOwner, tokenId: string): Promise<boolean>;
  tokenFor(purpose: OneTimePurpose, tokenId: string): Promise<string>;
  /** The names of people, of whom a mail to another one tells, by their ids. */
  findNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Base URL of the client application. */
  clientUrl(): string;
}
