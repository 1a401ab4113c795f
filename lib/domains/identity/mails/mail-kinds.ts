import type { Envelope } from '../../../events/envelope.ts';
import { defineMail, type EventWith, type MailDefinition, type MailFields } from '../../../mail/mail-definition.ts';
import type { MailContext, Template } from '../../../mail/template.ts';
import type { OneTimePurpose } from '../links/token-hash.ts';
import type { Address } from './addresses.ts';
import type { MailSources } from './mail-sources.ts';

type Data = Envelope['data'];

/** Pages of the client application that take a token. */
const pages: Readonly<Record<OneTimePurpose, string>> = {
  'verify-email': 'verify-email',
  'reset-password': 'reset-password',
  'change-email': 'confirm-email',
  invitation: 'accept-invitation',
};

/** A mail that leads to a page with a token, and so goes to an address that is yet to be verified as well. */
export function linkMail<D extends Data & { tokenId: string }>(
  event: EventWith<D>,
  template: Template<Pick<MailContext, 'name' | 'link'>>,
  { purpose, to }: { readonly purpose: OneTimePurpose; readonly to: Address<D> },
): MailDefinition<MailSources> {
  return defineMail<D, Pick<MailContext, 'name' | 'link'>, MailSources>({
    event,
    template,
    findRecipient: to,
    async dataOf({ name, link }, { tokenId }, sources) {
      const token = await sources.tokenFor(purpose, tokenId);
      return { name, link: `${link}/${pages[purpose]}?token=${token}` };
    },
  });
}

/** A mail that tells what has happened, and when. */
export function notice<D extends Data>(
  event: EventWith<D>,
  template: Template<MailContext>,
  to: Address<D>,
): MailDefinition<MailSources> {
  return detailedNotice(event, template, { to, dataOf: (context) => context });
}

/** A notice that tells more than that. */
export function detailedNotice<D extends Data, T>(
  event: EventWith<D>,
  template: Template<T>,
  { to, dataOf }: { readonly to: Address<D> } & Pick<MailFields<D, T, MailSources>, 'dataOf'>,
): MailDefinition<MailSources> {
  return defineMail<D, T, MailSources>({ event, template, findRecipient: verified(to), dataOf });
}

/**
 * Whose address was never verified gets links alone: what becomes of an account that anybody may have made with it is no news
 * to its owner, and must not fill the mailbox.
 */
function verified<D>(findRecipient: Address<D>): Address<D> {
  return async (data, sources) => {
    const recipient = await findRecipient(data, sources);
    return recipient?.emailVerified ? recipient : undefined;
  };
}
