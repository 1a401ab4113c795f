import type { MailContent } from '../layout.ts';
import { sessionReuseDetected } from './session-reuse-detected.ts';
import { verifyEmail } from './verify-email.ts';
import { welcome } from './welcome.ts';

const name = 'Zoë Ångström';
const client = 'http://localhost:5173';

/** Every template by its file's name, filled with sample data; the mailbox shows them at `/preview`. */
export const samples: Readonly<Record<string, MailContent>> = {
  'verify-email': verifyEmail({
    name,
    link: `${client}/verify-email?token=c2FtcGxlLXRva2VuLW9mLXRoaXJ0eS10d28tYnl0ZXM`,
  }),
  welcome: welcome({ name, link: client }),
  'session-reuse-detected': sessionReuseDetected({ name, link: client, time: new Date('2026-03-05T14:02:00Z') }),
};
