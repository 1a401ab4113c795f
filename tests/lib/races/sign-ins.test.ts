import { expect } from '@jest/globals';
import { registrationOf } from '../../support/identity.ts';
import { callerOf } from '../../support/people.ts';
import { type Course, describeRaces } from '../../support/race.ts';
import { entriesOf, eventsOf, identityItems } from '../../support/race-items.ts';
import { enrol, identityOn } from '../../support/race-services.ts';
import { codeOf, turnOnSecondFactor } from '../../support/second-factor.ts';
import { sizes } from '../../support/sizes.ts';

const { email, password } = registrationOf();
const client = { userAgent: 'tests', address: '203.0.113.7' };
const tooMany = 'TOO_MANY_ATTEMPTS';
/** What is counted before it is looked at is looked at ten times. */
const looked = Math.min(10, sizes.rivals);

async function signedIn({ calm }: Course) {
  const { id: userId } = await enrol(calm);
  const session = await identityOn(calm).sessions.start({ userId, sessionEpoch: 1 }, client);
  return { userId, ...session };
}

/** Somebody with a second factor, of which the code of the moment is used up. */
async function twoFactored({ calm }: Course) {
  const { id: userId } = await enrol(calm);
  const turned = await turnOnSecondFactor({ ...identityOn(calm), clock: calm.clock }, userId);
  calm.clock.advance(30);
  return { userId, ...turned };
}

describeRaces([
  {
    service: 'sign-in of one person by password',
    wins: 'some',
    refusals: [tooMany],
    prepare: async ({ calm, rivals }) => {
      await enrol(calm);
      const { signIns } = identityOn(rivals);
      return () => signIns.logIn({ email, password }, client);
    },
    holds: (end) => {
      expect(identityItems(end, 'session')).toHaveLength(end.won.length);
      expect(end.database.itemsOf('identity').filter(({ attempts }) => Number(attempts) > 0)).toEqual([]);
    },
  },
  {
    service: 'wrong passwords of one person',
    wins: 0,
    refusals: ['INVALID_CREDENTIALS', tooMany],
    prepare: async ({ calm, rivals }) => {
      await enrol(calm);
      const { signIns } = identityOn(rivals);
      return () => signIns.logIn({ email, password: 'Wrong-Horse-9' }, client);
    },
    holds: (end) => {
      expect((end.refused.INVALID_CREDENTIALS ?? 0) <= looked).toBe(true);
      expect(eventsOf(end, 'sign-in.locked').length).toBeLessThanOrEqual(1);
    },
  },
  {
    service: 'sign-ins with one recovery code',
    wins: 1,
    refusals: ['INVALID_CODE', 'INVALID_MFA_TOKEN', tooMany],
    prepare: async (course) => {
      const { userId, recoveryCodes } = await twoFactored(course);
      const { secondFactor } = identityOn(course.calm);
      const tokens: string[] = [];
      for (let rival = 0; rival < sizes.rivals; rival++) tokens.push(await secondFactor.challenge(userId));
      const { signIns } = identityOn(course.rivals);
      return (rival) =>
        signIns.logInWithMfa({ mfaToken: String(tokens[rival]), code: String(recoveryCodes[0]) }, client);
    },
    holds: (end) => {
      expect(identityItems(end, 'session')).toHaveLength(1);
      expect(identityItems(end, 'recovery-code')).toHaveLength(9);
    },
  },
  {
    service: 'refreshes by one token: all get its one successor',
    wins: 'all',
    prepare: async (course) => {
      const { refreshToken } = await signedIn(course);
      const { sessions } = identityOn(course.rivals);
      return () => sessions.refresh(refreshToken, async (continued) => continued.refreshToken);
    },
    holds: ({ won }) => expect(new Set(won).size).toBe(1),
  },
  {
    service: 'one session that is ended by its owner',
    wins: 1,
    refusals: ['SESSION_NOT_FOUND'],
    prepare: async (course) => {
      const { userId, sessionId } = await signedIn(course);
      const { ownSessions } = identityOn(course.rivals);
      return () => ownSessions.revoke({ userId, sessionId }, sessionId);
    },
    holds: (end) => expect(entriesOf(end, 'session.revoked')).toHaveLength(1),
  },
  {
    service: 'sign-outs of one session',
    wins: 'all',
    prepare: async (course) => {
      const session = await signedIn(course);
      const { sessions } = identityOn(course.rivals);
      return () => sessions.end(session);
    },
    holds: (end) => expect(entriesOf(end, 'session.ended')).toHaveLength(1),
  },
  {
    service: 'sign-outs everywhere of one person',
    wins: 'all',
    prepare: async (course) => {
      const owner = await signedIn(course);
      const { ownSessions } = identityOn(course.rivals);
      return () => ownSessions.endAll(owner);
    },
    holds: (end) => {
      expect(identityItems(end, 'security')).toMatchObject([{ sessionEpoch: 2 }]);
      expect(eventsOf(end, 'session.ended')).toHaveLength(1);
      expect(entriesOf(end, 'session.all-ended')).toHaveLength(1);
    },
  },
  {
    service: 'changes of one password',
    wins: 1,
    refusals: ['WRONG_PASSWORD', tooMany],
    prepare: async (course) => {
      const owner = await signedIn(course);
      const { passwordChanges } = identityOn(course.rivals);
      return (rival) =>
        passwordChanges.change(owner, { currentPassword: password, newPassword: `Better-Battery-${rival}` });
    },
    holds: (end) => expect(entriesOf(end, 'password.changed')).toHaveLength(1),
  },
  {
    service: 'deletion of the own account',
    wins: 1,
    refusals: ['USER_NOT_FOUND', tooMany],
    prepare: async ({ calm, rivals }) => {
      const caller = { ...callerOf(await enrol(calm)), sessionId: 'session' };
      const { ownDeletions } = identityOn(rivals);
      return () => ownDeletions.delete(caller, { password });
    },
    holds: (end) => expect(entriesOf(end, 'user.deleted')).toHaveLength(1),
  },
  {
    service: 'secrets for one authenticator: all get the same',
    wins: looked,
    refusals: [tooMany],
    prepare: async (course) => {
      const owner = await signedIn(course);
      const { totpEnrolments } = identityOn(course.rivals);
      return () => totpEnrolments.enrol(owner, password);
    },
    holds: ({ won }) => expect(new Set(won.map((secret) => JSON.stringify(secret))).size).toBe(1),
  },
  {
    service: 'first codes of one authenticator',
    wins: 1,
    refusals: ['MFA_ENABLED', 'MFA_NOT_ENROLLED', tooMany],
    prepare: async (course) => {
      const { userId } = await signedIn(course);
      const secret = await identityOn(course.calm).putDownSecret({ userId });
      const { totpConfirmation } = identityOn(course.rivals);
      return () => totpConfirmation.confirm({ userId }, codeOf(secret, course.calm.clock));
    },
    holds: (end) => {
      expect(identityItems(end, 'recovery-code')).toHaveLength(10);
      expect(eventsOf(end, 'mfa.enabled')).toHaveLength(1);
    },
  },
  {
    service: 'one code that turns the second factor off',
    wins: 1,
    refusals: ['WRONG_CODE', 'MFA_NOT_ENABLED', tooMany],
    prepare: async (course) => {
      const { userId, secret } = await twoFactored(course);
      const { secondFactorSettings } = identityOn(course.rivals);
      return () => secondFactorSettings.disable({ userId }, codeOf(secret, course.calm.clock));
    },
    holds: (end) => expect(eventsOf(end, 'mfa.disabled')).toHaveLength(1),
  },
  {
    service: 'one code that renews the recovery codes',
    wins: 1,
    refusals: ['WRONG_CODE', tooMany],
    prepare: async (course) => {
      const { userId, secret } = await twoFactored(course);
      const { secondFactorSettings } = identityOn(course.rivals);
      return () => secondFactorSettings.renewRecoveryCodes({ userId }, codeOf(secret, course.calm.clock));
    },
    holds: (end) => expect(identityItems(end, 'recovery-code')).toHaveLength(10),
  },
  {
    service: 'one second factor that admins take away',
    wins: 1,
    refusals: ['MFA_NOT_ENABLED', 'CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const admin = callerOf(await enrol(course.calm, 'admin@example.com', ['admin']));
      const { userId } = await twoFactored(course);
      const { secondFactorRemoval } = identityOn(course.rivals);
      return () => secondFactorRemoval.remove(admin, userId);
    },
    holds: (end) => expect(eventsOf(end, 'mfa.removed')).toHaveLength(1),
  },
]);
