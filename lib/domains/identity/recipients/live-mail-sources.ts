import { setting } from '../../../config.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createOneTimeTokens } from '../links/one-time-tokens.ts';
import type { MailSources } from '../mails/mail-sources.ts';
import { createMailRecipients } from './mail-recipients.ts';

/** Makes the sources of identity's mails, with the client application that POLYCLINIC_CLIENT_URL names. */
export function createMailSources({ read, secrets }: Pick<Platform, 'read' | 'secrets'>): MailSources {
  return {
    ...createMailRecipients({ read, secrets }),
    tokenFor: createOneTimeTokens(secrets).tokenOf,
    clientUrl: () => setting('POLYCLINIC_CLIENT_URL'),
  };
}
