import type { LinkOwner } from '../links/pending-link-repository.ts';
import type { OneTimePurpose } from '../links/token-hash.ts';
import type { MailSources } from './mail-sources.ts';
import type { Recipient } from './recipient.ts';

/** Finds who is told of an event with data `D`; undefined when there is nobody. */
export type Address<D> = (data: D, sources: MailSources) => Promise<Recipient | undefined>;

/** The person that an event is about. */
export const person: Address<{ userId: string }> = ({ userId }, sources) => sources.findRecipient(userId);

/** The person that an event is about, even once they are deleted. */
export const leaver: Address<{ userId: string }> = ({ userId }, sources) => sources.findDeletedRecipient(userId);

/** The person who has an address now. */
export const holder: Address<{ emailHash: string }> = ({ emailHash }, sources) =>
  sources.findRecipientByEmailHash(emailHash);

/**
 * The person whose account was tried, or whoever has the address where the event names no account: by now the address may be
 * another person's.
 */
export const tried: Address<{ emailHash: string; account: string | null }> = ({ emailHash, account }, sources) =>
  account === null ? sources.findRecipientByEmailHash(emailHash) : sources.findRecipientOfAccount(account);

/** The person, at the address that a token would make theirs. */
export const newAddress: Address<{ userId: string; tokenId: string }> = ({ userId, tokenId }, sources) =>
  sources.findRecipientOfEmailChange(userId, tokenId);

/** The person, at the address that a change replaced. */
export const formerAddress: Address<{ userId: string; changeId: string }> = ({ userId, changeId }, sources) =>
  sources.findFormerRecipient(userId, changeId);

/** The person that `findRecipient` finds, provided that the mail's link is still the one of its owner that counts. */
export function whilePending<D extends LinkOwner>(
  purpose: OneTimePurpose,
  findRecipient: Address<D>,
): Address<D & { tokenId: string }> {
  return async (data, sources) => {
    const recipient = await findRecipient(data, sources);
    return recipient && (await sources.hasLink(purpose, data, data.tokenId)) ? recipient : undefined;
  };
}
