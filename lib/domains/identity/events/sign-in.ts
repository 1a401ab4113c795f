import * as z from 'zod';
import { defineEvent } from '../../../events/definition.ts';
import { id } from '../../../schemas.ts';
import { person, tried } from '../mails/addresses.ts';
import { detailedNotice, notice } from '../mails/mail-kinds.ts';
import { codesGuessedMail } from '../mails/templates/codes-guessed.ts';
import { newDeviceMail } from '../mails/templates/new-device.ts';
import { sessionReuseDetectedMail } from '../mails/templates/session-reuse-detected.ts';
import { signInLockedMail } from '../mails/templates/sign-in-locked.ts';
import { aboutSession, aboutUser, emailHash } from './event-data.ts';

export const signInLocked = defineEvent({
  type: 'sign-in.locked',
  version: 2,
  summary: 'Too many sign-ins to an address have failed, whether or not anybody has it: the next has to wait.',
  data: () =>
    z.object({
      emailHash: emailHash(),
      account: z.string().nullable().describe('The account or nobody, sealed; null from version 1'),
    }),
  queues: ['email-urgent'],
  // Version 1 named no account: its notice goes to whoever has the address now.
  upgrades: { 1: (data) => ({ ...data, account: null }) },
});

export const signInCodesGuessed = defineEvent({
  type: 'sign-in.codes-guessed',
  version: 1,
  summary: 'Too many codes of the second step of a sign-in were wrong: whoever tries them knows the password.',
  data: aboutUser,
  queues: ['email-urgent'],
});

export const sessionStartedOnNewDevice = defineEvent({
  type: 'session.started-on-new-device',
  version: 1,
  summary: 'A person has signed in on a device that had not signed in before.',
  data: aboutSession,
  queues: ['email-urgent'],
});

export const sessionReuseDetected = defineEvent({
  type: 'session.reuse-detected',
  version: 1,
  summary: 'A refresh token came that was used up before: its session has ended.',
  data: aboutSession,
  queues: ['email-urgent'],
});

export const sessionEnded = defineEvent({
  type: 'session.ended',
  version: 1,
  summary:
    'A session of a person was ended, or all but one of them, or all. Each that ends is told of once, by itself or with all; the event of all may come where none was alive.',
  data: () =>
    z.object({
      userId: id(),
      sessionId: id().optional().describe('The session that has ended; absent where it is all of the person’s'),
      keptSessionId: id().optional().describe('The session that goes on where all others have ended'),
    }),
  queues: [],
});

/** The events about signing in. */
export const events = [
  signInLocked,
  signInCodesGuessed,
  sessionStartedOnNewDevice,
  sessionReuseDetected,
  sessionEnded,
] as const;

/** The mails about these events; a function makes them, since only the bundles that mail need them. */
export const mails = () => [
  notice(signInLocked, signInLockedMail, tried),
  notice(signInCodesGuessed, codesGuessedMail, person),
  detailedNotice(sessionStartedOnNewDevice, newDeviceMail, {
    to: person,
    dataOf: async (context, { userId, sessionId }, sources) => ({
      ...context,
      place: await sources.findSignInPlace(userId, sessionId),
    }),
  }),
  notice(sessionReuseDetected, sessionReuseDetectedMail, person),
];
