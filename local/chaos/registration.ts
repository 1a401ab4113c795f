import type { Flow, Left, Surroundings } from './flow.ts';
import { settles, wordsFor } from './settling.ts';

const subjects = { verification: 'Confirm your email address', welcome: 'Welcome to Polyclinic' };

/** A person registers, and proves the address by the mail that comes: both queues of mails are used. */
export const registration: Flow = {
  name: 'registration',
  items: {
    'identity person': 1,
    'identity security': 1,
    'identity email-claim': 1,
    // These count that the address was taken once, and has had one of the hour's five mails.
    'identity email-claim-count': 1,
    'identity mail-times': 1,
    // The person's lists are those of all, of the role and of the status, beside one entry for each word of name and address;
    // what was audited is listed by its action.
    'index index-entry': 15,
    'index indexed-record': 1,
  },
  events: ['user.created', 'user.registered', 'user.verified'],
  audit: ['user.registered', 'user.verified'],
  mails: [subjects.verification, subjects.welcome],

  begin(number) {
    const email = `ada-${number}@example.com`;
    return {
      steps: {
        register: (surroundings) => register(email, surroundings),
        verify: (surroundings) => verify(email, surroundings),
      },
      complaintsAbout: ({ items }) => complaintsAbout(email, items),
    };
  },
};

async function register(email: string, { send }: Surroundings): Promise<void> {
  const person = { email, password: 'Correct-Horse-9', name: 'Ada Lovelace', dateOfBirth: '1990-12-10' };
  const answer = await send('/v1/auth/register', person);
  if (!settles(answer, 201, 'DUPLICATE_EMAIL')) throw new Error(`registering answered ${wordsFor(answer)}`);
}

async function verify(email: string, { send, mails }: Surroundings): Promise<void> {
  const mail = (await mails()).find(({ to, subject }) => to === email && subject === subjects.verification);
  const token = /[?&]token=([\w-]+)/.exec(mail?.text ?? '')?.[1];
  if (!token) throw new Error('there is no mail with a token');
  const answer = await send('/v1/auth/verify-email', { token });
  if (!settles(answer, 204, 'INVALID_TOKEN')) throw new Error(`verifying answered ${wordsFor(answer)}`);
}

function complaintsAbout(email: string, items: Left['items']): string[] {
  const isVerified = items.some((item) => item.entity === 'person' && item.email === email && item.emailVerified);
  return isVerified ? [] : ['the person is not there, or not verified'];
}
