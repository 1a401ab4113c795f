import { describe, expect, it } from '@jest/globals';
import type { Permission } from '../../../lib/access/permissions.ts';
import type { AuditAction } from '../../../lib/commit/audit-action.ts';
import { userRegistered, userVerified } from '../../../lib/domains/identity/events/accounts.ts';
import { holder, newAddress, person } from '../../../lib/domains/identity/mails/addresses.ts';
import { linkMail, notice } from '../../../lib/domains/identity/mails/mail-kinds.ts';
import { recoveryCodeUsedMail } from '../../../lib/domains/identity/mails/templates/recovery-code-used.ts';
import { verifyEmailMail } from '../../../lib/domains/identity/mails/templates/verify-email.ts';
import { welcomeMail } from '../../../lib/domains/identity/mails/templates/welcome.ts';
import type { Translations } from '../../../lib/languages.ts';

const verify = { purpose: 'verify-email', to: person } as const;

/** `npm run check` fails where one of these compiles. */
const misspelt = {
  // @ts-expect-error no stack has declared it
  permission: (): Permission => 'users:raed',
  // @ts-expect-error no stack has declared it
  action: (): AuditAction => 'user.raed',
  // @ts-expect-error the event says userId
  data: () => userVerified.of({ subject: 'users/u1', data: { userid: 'u1' } }),
  // @ts-expect-error the event tells no address
  recipient: () => notice(userVerified, welcomeMail, holder),
  // @ts-expect-error the event tells no token
  link: () => notice(userVerified, welcomeMail, newAddress),
  // @ts-expect-error the event tells no token
  linkMail: () => linkMail(userVerified, verifyEmailMail, verify),
  // @ts-expect-error a notice tells of no codes
  template: () => notice(userVerified, recoveryCodeUsedMail, person),
  // @ts-expect-error it says nothing in Spanish
  language: (): Translations<string> => ({ en: 'Hello', de: 'Guten Tag' }),
};

describe('a mail', () => {
  it('compiles with what its event tells, and not without', () => {
    const mails = [notice(userVerified, welcomeMail, person), linkMail(userRegistered, verifyEmailMail, verify)];

    expect(mails.map(({ event, template }) => [event.type, template.name])).toEqual([
      ['user.verified', 'welcome'],
      ['user.registered', 'verify-email'],
    ]);
    expect(Object.keys(misspelt)).toHaveLength(8);
  });
});
