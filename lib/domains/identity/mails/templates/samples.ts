import type { MailContent } from '../../../../mail/layout.ts';
import { accountDeleted } from './account-deleted.ts';
import { codesGuessed } from './codes-guessed.ts';
import { confirmEmail } from './confirm-email.ts';
import { emailChanged } from './email-changed.ts';
import { invitation } from './invitation.ts';
import { newDevice } from './new-device.ts';
import { passwordChanged } from './password-changed.ts';
import { recoveryCodeUsed } from './recovery-code-used.ts';
import { recoveryCodesRenewed } from './recovery-codes-renewed.ts';
import { resetPassword } from './reset-password.ts';
import { secondFactorOff } from './second-factor-off.ts';
import { secondFactorOn } from './second-factor-on.ts';
import { secondFactorRemoved } from './second-factor-removed.ts';
import { sessionReuseDetected } from './session-reuse-detected.ts';
import { signInLocked } from './sign-in-locked.ts';
import { verifyEmail } from './verify-email.ts';
import { welcome } from './welcome.ts';

const name = 'Zoë Ångström';
const client = 'http://localhost:5173';
const notice = { name, link: client, time: new Date('2026-03-05T14:02:00Z') };
const place = {
  device: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:148.0) Gecko/20100101 Firefox/148.0',
  address: '203.0.113.7',
};

function linkTo(path: string): string {
  return `${client}/${path}?token=c2FtcGxlLXRva2VuLW9mLXRoaXJ0eS10d28tYnl0ZXM`;
}

/** Every template by its file's name, filled with sample data; the mailbox shows them at `/preview`. */
export const samples: Readonly<Record<string, MailContent>> = {
  'verify-email': verifyEmail({ name, link: linkTo('verify-email') }),
  welcome: welcome({ name, link: client }),
  invitation: invitation({ name, link: linkTo('accept-invitation') }),
  'reset-password': resetPassword({ name, link: linkTo('reset-password') }),
  'password-changed': passwordChanged(notice),
  'confirm-email': confirmEmail({ name, link: linkTo('confirm-email') }),
  'email-changed': emailChanged(notice),
  'account-deleted': accountDeleted(notice),
  'second-factor-on': secondFactorOn(notice),
  'second-factor-off': secondFactorOff({ ...notice, proof: 'recovery-code' }),
  'second-factor-removed': secondFactorRemoved(notice),
  'recovery-codes-renewed': recoveryCodesRenewed({ ...notice, proof: 'authenticator' }),
  'sign-in-locked': signInLocked(notice),
  'codes-guessed': codesGuessed(notice),
  'recovery-code-used': recoveryCodeUsed({ ...notice, remaining: 7 }),
  'new-device': newDevice({ ...notice, place }),
  'session-reuse-detected': sessionReuseDetected(notice),
};
