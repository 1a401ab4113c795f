import type { Counted } from '../../metrics.ts';

export const usersRegistered = {
  name: 'users.registered',
  summary: 'A person has registered.',
} as const satisfies Counted;

export const usersVerified = {
  name: 'users.verified',
  summary: 'A person has verified the address.',
} as const satisfies Counted;

export const sessionsStarted = {
  name: 'sessions.started',
  summary: 'A person has signed in.',
} as const satisfies Counted;

export const sessionsReuseDetected = {
  name: 'sessions.reuse_detected',
  summary: 'A refresh token came that was used up before.',
} as const satisfies Counted;

export const signInsLocked = {
  name: 'sign_ins.locked',
  summary: 'A try to sign in had to wait.',
} as const satisfies Counted;

export const mailsWithheld = {
  name: 'mails.withheld',
  summary: 'A link was asked for beyond what an address is sent in an hour.',
} as const satisfies Counted;
