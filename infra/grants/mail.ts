import { suppressedAddresses } from '../../lib/mail/suppressions.ts';
import { type GrantStatements, none, onPlatform } from '../statements.ts';

/** What the grants on mails and the addresses that have none mean. */
export const mailGrants = {
  // SES demands the right on each resource that a call names.
  'mail:deliver': [
    { actions: ['ses:SendEmail', 'ses:SendRawEmail'], on: { kind: 'mailIdentity' } },
    { actions: ['ses:SendEmail', 'ses:SendRawEmail'], on: { kind: 'configurationSet', name: 'mail' } },
  ],
  'mail:sign': [],
  'suppressions:keep': onPlatform([suppressedAddresses.key(none)], 'dynamodb:GetItem', 'dynamodb:UpdateItem'),
  'mail:observe': [{ actions: ['ses:GetAccount'], on: { kind: 'account' } }],
} as const satisfies Partial<GrantStatements>;
