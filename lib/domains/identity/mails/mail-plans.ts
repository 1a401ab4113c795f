import type { EventData, EventType } from '../../../events/event-types.ts';
import type { MailContent } from '../../../mail/layout.ts';
import type { LinkOwner } from '../links/pending-links.ts';
import type { OneTimePurpose } from '../links/token-hash.ts';
import type { Recipient } from '../users/service.ts';
import type { MailSources } from './mail-sources.ts';
import { accountDeleted } from './templates/account-deleted.ts';
import { codesGuessed } from './templates/codes-guessed.ts';
import { confirmEmail } from './templates/confirm-email.ts';
import { emailChanged } from './templates/email-changed.ts';
import { invitation } from './templates/invitation.ts';
import { newDevice } from './templates/new-device.ts';
import { passwordChanged } from './templates/password-changed.ts';
import { recoveryCodeUsed } from './templates/recovery-code-used.ts';
import { recoveryCodesRenewed } from './templates/recovery-codes-renewed.ts';
import { resetPassword } from './templates/reset-password.ts';
import { secondFactorOff } from './templates/second-factor-off.ts';
import { secondFactorOn } from './templates/second-factor-on.ts';
import { secondFactorRemoved } from './templates/second-factor-removed.ts';
import { sessionReuseDetected } from './templates/session-reuse-detected.ts';
import { signInLocked } from './templates/sign-in-locked.ts';
import { verifyEmail } from './templates/verify-email.ts';
import { welcome } from './templates/welcome.ts';

/** What every mail can tell: whom it greets, where the client application is, when it happened. */
interface Known {
  readonly name: string;
  readonly link: string;
  readonly time: Date;
}

/** Whom a type of event is told to, and how; methods, so that one plan can stand for any. */
interface Plan<D> {
  /** Name of the template's file. */
  readonly template: string;
  /** Whether the mail leads to a page with a token, and so goes to an address that is yet to be verified as well. */
  readonly hasToken?: boolean;
  findRecipient(data: D, sources: MailSources): Promise<Recipient | undefined>;
  write(known: Known, data: D, sources: MailSources): MailContent | Promise<MailContent>;
}

type Address<D> = Plan<D>['findRecipient'];

const person: Address<{ userId: string }> = ({ userId }, sources) => sources.findRecipient(userId);
const leaver: Address<{ userId: string }> = ({ userId }, sources) => sources.findDeletedRecipient(userId);
const holder: Address<{ emailHash: string }> = ({ emailHash }, sources) => sources.findRecipientByEmailHash(emailHash);
/** Whoever has the address by now is another one, unless it is their account that was tried. */
const tried: Address<{ emailHash: string; account: string | null }> = ({ emailHash, account }, sources) =>
  account === null ? sources.findRecipientByEmailHash(emailHash) : sources.findRecipientOfAccount(account);
const newAddress: Address<{ userId: string; tokenId: string }> = ({ userId, tokenId }, sources) =>
  sources.findRecipientOfEmailChange(userId, tokenId);
const formerAddress: Address<{ userId: string; changeId: string }> = ({ userId, changeId }, sources) =>
  sources.findFormerRecipient(userId, changeId);

/** The same, as long as the link of the mail, whose owner the event names, is the one that counts. */
function withPendingLink<D extends LinkOwner>(
  purpose: OneTimePurpose,
  findRecipient: Address<D>,
): Address<D & { tokenId: string }> {
  return async (data, sources) => {
    const recipient = await findRecipient(data, sources);
    return recipient && (await sources.hasLink(purpose, data, data.tokenId)) ? recipient : undefined;
  };
}

/** Pages of the client application that take a token. */
const pages: Readonly<Record<OneTimePurpose, string>> = {
  'verify-email': 'verify-email',
  'reset-password': 'reset-password',
  'change-email': 'confirm-email',
  invitation: 'accept-invitation',
};

/** A plan whose mail leads to a page with a token. */
function withToken<D>(
  template: string,
  purpose: OneTimePurpose,
  findRecipient: Address<D>,
  toContent: (data: { readonly name: string; readonly link: string }) => MailContent,
): Plan<D & { tokenId: string }> {
  return {
    template,
    hasToken: true,
    findRecipient,
    async write({ name, link }, { tokenId }, sources) {
      const token = await sources.tokenFor(purpose, tokenId);
      return toContent({ name, link: `${link}/${pages[purpose]}?token=${token}` });
    },
  };
}

/** A plan whose mail tells what has happened, and when. */
function notice<D>(template: string, findRecipient: Address<D>, toContent: (known: Known) => MailContent): Plan<D> {
  return { template, findRecipient, write: toContent };
}

const verification = withToken('verify-email', 'verify-email', withPendingLink('verify-email', person), verifyEmail);
const invited = withToken('invitation', 'invitation', withPendingLink('invitation', person), invitation);
const resetAsked = withPendingLink('reset-password', holder);

const plans = {
  'user.registered': verification,
  'user.verification-requested': verification,
  'user.verified': notice('welcome', person, welcome),
  'user.invited': invited,
  'user.invitation-requested': invited,
  'user.deleted': notice('account-deleted', leaver, accountDeleted),
  'user.email-change-requested': withToken('confirm-email', 'change-email', newAddress, confirmEmail),
  'user.email-changed': notice('email-changed', formerAddress, emailChanged),
  'password.reset-requested': withToken('reset-password', 'reset-password', resetAsked, resetPassword),
  'password.changed': notice('password-changed', person, passwordChanged),
  'mfa.enabled': notice('second-factor-on', person, secondFactorOn),
  'mfa.disabled': {
    template: 'second-factor-off',
    findRecipient: person,
    write: (known, { proof }) => secondFactorOff({ ...known, proof }),
  },
  'mfa.removed': notice('second-factor-removed', person, secondFactorRemoved),
  'mfa.recovery-codes-renewed': {
    template: 'recovery-codes-renewed',
    findRecipient: person,
    write: (known, { proof }) => recoveryCodesRenewed({ ...known, proof }),
  },
  'sign-in.locked': notice('sign-in-locked', tried, signInLocked),
  'sign-in.codes-guessed': notice('codes-guessed', person, codesGuessed),
  'mfa.recovery-code-used': {
    template: 'recovery-code-used',
    findRecipient: person,
    async write(known, { userId }, sources) {
      return recoveryCodeUsed({ ...known, remaining: await sources.countRecoveryCodes(userId) });
    },
  },
  'session.started-on-new-device': {
    template: 'new-device',
    findRecipient: person,
    async write(known, { userId, sessionId }, sources) {
      return newDevice({ ...known, place: await sources.findSignInPlace(userId, sessionId) });
    },
  },
  'session.reuse-detected': notice('session-reuse-detected', person, sessionReuseDetected),
} satisfies { readonly [T in EventType]?: Plan<EventData<T>> };

type MailedType = keyof typeof plans;

/** The mail that events of a type call for. */
export function planOf(type: MailedType): Plan<EventData<MailedType>> {
  return plans[type];
}
