import type { MailSources } from '../../../lib/domains/identity/mails/mail-sources.ts';
import { userId } from './build-event.ts';

/** Sources that know the person of `buildEvent`, by every way, and nobody else. */
export function buildSources(overrides: Partial<MailSources> = {}): MailSources {
  const ada = (email: string) => ({ userId, email, name: 'Ada Lovelace', emailVerified: true, locale: undefined });
  const at = (email: string) => async (id: string) => (id === userId ? ada(email) : undefined);
  return {
    findRecipient: at('ada@example.test'),
    findDeletedRecipient: at('gone@example.test'),
    findRecipientOfAccount: async () => ada('ada@example.test'),
    findRecipientByEmailHash: async () => ada('ada@example.test'),
    findRecipientOfEmailChange: at('new@example.test'),
    findFormerRecipient: at('old@example.test'),
    findSignInPlace: async () => ({ device: 'Mozilla/5.0 (X11; Linux) Firefox/148.0', address: '203.0.113.7' }),
    countRecoveryCodes: async () => 7,
    hasLink: async () => true,
    findNames: async (ids) => new Map(ids.map((id) => [id, id === userId ? 'Ada Lovelace' : 'Grace Hopper'])),
    tokenFor: async (purpose, id) => `${purpose}.${id}`,
    clientUrl: () => 'https://client.test',
    ...overrides,
  };
}
