import type { Envelope } from '../../../events/envelope.ts';
import type { Addressed } from '../../../mail/layout.ts';
import { defineMail, type EventWith, type MailDefinition, type MailFields } from '../../../mail/mail-definition.ts';
import type { MailContext, Template } from '../../../mail/template.ts';
import type { OneTimePurpose } from '../links/token-hash.ts';
import type { Address } from './addresses.ts';
import type { MailSources } from './mail-sources.ts';

type Data = Envelope['data'];

/** The pages of the client application that take a token. */
const pages: Readonly<Record<OneTimePurpose, string>> = {
  'verify-email': 'verify-email',
  'reset-password': 'reset-password',
  'change-email': 'confirm-email',
  invitation: 'accept-invitation',
};

/** Makes a mail that leads to a page with a token, which goes to unverified addresses as well. */
export function linkMail<D extends Data & { tokenId: string }>(
  event: EventWith<D>,
  template: Template<Addressed>,
  { purpose, to }: { readonly purpose: OneTimePurpose; readonly to: Address<D> },
): MailDefinition<MailSources> {
  return defineMail<D, Addressed, MailSources>({
    event,
    template,
    recipient: to,
    async dataOf({ name, link }, { tokenId }, sources) {
      const token = await sources.tokenFor(purpose, tokenId);
      return { name, link: `${link}/${pages[purpose]}?token=${token}` };
    },
  });
}

/** Makes a mail that tells what has happened, and when. */
export function notice<D extends Data>(
  event: EventWith<D>,
  template: Template<MailContext>,
  to: Address<D>,
): MailDefinition<MailSources> {
  return detailedNotice(event, template, { to, dataOf: (context) => context });
}

/** Makes a notice that tells more than what has happened and when. */
export function detailedNotice<D extends Data, T extends Addressed>(
  event: EventWith<D>,
  template: Template<T>,
  { to, dataOf }: { readonly to: Address<D> } & Pick<MailFields<D, T, MailSources>, 'dataOf'>,
): MailDefinition<MailSources> {
  return defineMail<D, T, MailSources>({ event, template, recipient: verified(to), dataOf });
}

/**
 * Finds no recipient at an address that was never verified: its owner must not be bothered with news of an account that anybody
 * may have made with it. Only mails with links go there.
 */
function verified<D>({ name, find }: Address<D>): Address<D> {
  return {
    name,
    async find(data, sources) {
      const recipient = await find(data, sources);
      return recipient?.emailVerified ? recipient : undefined;
    },
  };
}
