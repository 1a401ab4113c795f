import * as z from 'zod';
import { defineEvent } from '../../../events/definition.ts';
import { holder, person, whilePending } from '../mails/addresses.ts';
import { linkMail, notice } from '../mails/mail-kinds.ts';
import { passwordChangedMail } from '../mails/templates/password-changed.ts';
import { resetPasswordMail } from '../mails/templates/reset-password.ts';
import { aboutUser, emailHash, tokenId } from './event-data.ts';

export const passwordResetRequested = defineEvent({
  type: 'password.reset-requested',
  version: 1,
  summary: 'Somebody asks for another password to an address, whether or not anybody has it.',
  data: () => z.object({ emailHash: emailHash(), tokenId: tokenId() }),
  queues: ['email-urgent'],
});

export const passwordChanged = defineEvent({
  type: 'password.changed',
  version: 1,
  summary: 'A person has another password.',
  data: aboutUser,
  queues: ['email-urgent'],
});

/** The events about passwords. */
export const events = [passwordResetRequested, passwordChanged] as const;

/** The mails about these events; a function makes them, since only the bundles that mail need them. */
export const mails = () => [
  linkMail(passwordResetRequested, resetPasswordMail, {
    purpose: 'reset-password',
    to: whilePending('reset-password', holder),
  }),
  notice(passwordChanged, passwordChangedMail, person),
];
