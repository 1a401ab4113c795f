import * as z from 'zod';
import { defineEvent } from '../../../events/definition.ts';
import { id } from '../../../schemas.ts';
import { formerAddress, leaver, newAddress, person, whilePending } from '../mails/addresses.ts';
import { linkMail, notice } from '../mails/mail-kinds.ts';
import { accountDeletedMail } from '../mails/templates/account-deleted.ts';
import { confirmEmailMail } from '../mails/templates/confirm-email.ts';
import { emailChangedMail } from '../mails/templates/email-changed.ts';
import { invitationMail } from '../mails/templates/invitation.ts';
import { verifyEmailMail } from '../mails/templates/verify-email.ts';
import { welcomeMail } from '../mails/templates/welcome.ts';
import { aboutLink, aboutUser } from './event-data.ts';

export const userCreated = defineEvent({
  type: 'user.created',
  version: 1,
  summary: 'There is an account more, in whichever way it was made.',
  data: aboutUser,
  queues: [],
});

export const userRegistered = defineEvent({
  type: 'user.registered',
  version: 1,
  summary: 'A person has registered, and is to verify the address.',
  data: aboutLink,
  queues: ['email-urgent'],
});

export const userVerificationRequested = defineEvent({
  type: 'user.verification-requested',
  version: 1,
  summary: 'A person asks for the verification mail once more.',
  data: aboutLink,
  queues: ['email-urgent'],
});

export const userVerified = defineEvent({
  type: 'user.verified',
  version: 1,
  summary: 'A person has verified the address.',
  data: aboutUser,
  queues: ['email'],
});

export const userInvited = defineEvent({
  type: 'user.invited',
  version: 1,
  summary: 'An account was made for somebody, who is to choose a password.',
  data: aboutLink,
  queues: ['email-urgent'],
});

export const userInvitationRequested = defineEvent({
  type: 'user.invitation-requested',
  version: 1,
  summary: 'An admin has the invitation of somebody sent once more.',
  data: aboutLink,
  queues: ['email-urgent'],
});

export const userDeleted = defineEvent({
  type: 'user.deleted',
  version: 1,
  summary: 'An account was deleted, by its owner or by an admin.',
  data: aboutUser,
  queues: ['email-urgent'],
});

export const userRestored = defineEvent({
  type: 'user.restored',
  version: 1,
  summary: 'A deleted account is there again.',
  data: aboutUser,
  queues: [],
});

export const userRolesChanged = defineEvent({
  type: 'user.roles-changed',
  version: 1,
  summary: 'A person has other roles or another clinic than before.',
  data: aboutUser,
  queues: [],
});

export const userEmailChangeRequested = defineEvent({
  type: 'user.email-change-requested',
  version: 1,
  summary: 'A person asks for another address, and is to confirm it.',
  data: aboutLink,
  queues: ['email-urgent'],
});

export const userEmailChanged = defineEvent({
  type: 'user.email-changed',
  version: 1,
  summary: 'A person has confirmed another address in place of the old one.',
  data: () => z.object({ userId: id(), changeId: id() }),
  queues: ['email-urgent'],
});

/** The events about accounts. */
export const events = [
  userCreated,
  userRegistered,
  userVerificationRequested,
  userVerified,
  userInvited,
  userInvitationRequested,
  userDeleted,
  userRestored,
  userRolesChanged,
  userEmailChangeRequested,
  userEmailChanged,
] as const;

/** The mails about these events; a function makes them, since only the bundles that mail need them. */
export const mails = () => [
  linkMail(userRegistered, verifyEmailMail, { purpose: 'verify-email', to: whilePending('verify-email', person) }),
  linkMail(userVerificationRequested, verifyEmailMail, {
    purpose: 'verify-email',
    to: whilePending('verify-email', person),
  }),
  notice(userVerified, welcomeMail, person),
  linkMail(userInvited, invitationMail, { purpose: 'invitation', to: whilePending('invitation', person) }),
  linkMail(userInvitationRequested, invitationMail, { purpose: 'invitation', to: whilePending('invitation', person) }),
  notice(userDeleted, accountDeletedMail, leaver),
  linkMail(userEmailChangeRequested, confirmEmailMail, { purpose: 'change-email', to: newAddress }),
  notice(userEmailChanged, emailChangedMail, formerAddress),
];
