import type { MailAddress } from '../../../mail/mail-definition.ts';
import type { LinkOwner } from '../links/pending-link-repository.ts';
import type { OneTimePurpose } from '../links/token-hash.ts';
import type { MailSources } from './mail-sources.ts';
import type { Recipient } from './recipient.ts';

/** Whom an event of data `D` is told to. */
export interface Address<D> extends MailAddress<D, MailSources> {
  readonly find: (data: D, sources: MailSources) => Promise<Recipient | undefined>;
}

/** The person that an event is about. */
export const person: Address<{ userId: string }> = {
  name: 'person',
  find: ({ userId }, sources) => sources.findRecipient(userId),
};

/** The person that an event is about, also once they are deleted. */
export const leaver: Address<{ userId: string }> = {
  name: 'leaver',
  find: ({ userId }, sources) => sources.findDeletedRecipient(userId),
};

/** Whoever has an address now. */
export const holder: Address<{ emailHash: string }> = {
  name: 'holder',
  find: ({ emailHash }, sources) => sources.findRecipientByEmailHash(emailHash),
};

/** Whoever has the address by now is another one, unless it is their account that was tried. */
export const tried: Address<{ emailHash: string; account: string | null }> = {
  name: 'tried',
  find: ({ emailHash, account }, sources) =>
    account === null ? sources.findRecipientByEmailHash(emailHash) : sources.findRecipientOfAccount(account),
};

/** The person, at the address that a token would make theirs. */
export const newAddress: Address<{ userId: string; tokenId: string }> = {
  name: 'new-address',
  find: ({ userId, tokenId }, sources) => sources.findRecipientOfEmailChange(userId, tokenId),
};

/** The person, at the address that a change replaced. */
export const formerAddress: Address<{ userId: string; changeId: string }> = {
  name: 'former-address',
  find: ({ userId, changeId }, sources) => sources.findFormerRecipient(userId, changeId),
};

/** The person that `findRecipient` finds, provided that the mail's link is still the one of its owner that counts. */
export function whilePending<D extends LinkOwner>(
  purpose: OneTimePurpose,
  { name, find }: Address<D>,
): Address<D & { tokenId: string }> {
  return {
    name,
    async find(data, sources) {
      const recipient = await find(data, sources);
      return recipient && (await sources.hasLink(purpose, data, data.tokenId)) ? recipient : undefined;
    },
  };
}
