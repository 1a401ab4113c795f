import { codeOf } from '../demo/authenticator.ts';
import { appointmentPreparations } from './appointment-calls.ts';
import type { Call } from './call.ts';
import { clinicPreparations } from './clinic-calls.ts';
import type { Identified, Visitor } from './visitor.ts';
import type { Visitors } from './visitors.ts';

type Preparation = (visitors: Visitors) => Promise<Call>;

/** A call by somebody new about their own account. */
const own =
  (bodyOf?: (visitor: Visitor) => unknown): Preparation =>
  async ({ visitor }) => {
    const person = await visitor();
    return { token: person.accessToken, ...(bodyOf && { body: bodyOf(person) }) };
  };

/** A call with a recovery code of somebody whose second factor is on. */
const withCode: Preparation = async ({ visitor, secure }) => {
  const person = await visitor();
  const [code] = await secure(person);
  return { token: person.accessToken, body: { code } };
};

const withRefreshToken: Preparation = async ({ visitor }) => {
  const { accessToken, refreshToken } = await visitor();
  return { token: accessToken, body: { refreshToken } };
};

const invited = { name: 'Grace Hopper', roles: ['user'] };

/** What the routes need that an admin cannot call with the examples of the document. */
export const preparations: Readonly<Record<string, Preparation>> = {
  ...clinicPreparations,
  ...appointmentPreparations,
  registerUser: async ({ admin }) => ({
    body: { email: `new.${admin.email}`, password: 'Correct-Horse-9', name: 'Ada Lovelace', dateOfBirth: '1990-12-10' },
  }),
  verifyEmail: async ({ newcomer, tokenOf }) => ({
    body: { token: await tokenOf((await newcomer()).email, /confirm your email/i) },
  }),
  async resetPassword({ visitor, ask, tokenOf }) {
    const { email } = await visitor();
    await ask('/v1/auth/forgot-password', { data: { email } });
    return { body: { token: await tokenOf(email, /set a new/i), password: 'Better-Horse-9' } };
  },
  changeEmail: own(({ email, password }) => ({ email: `new.${email}`, password })),
  async confirmEmailChange({ visitor, ask, tokenOf }) {
    const { email, password, accessToken } = await visitor();
    await ask('/v1/auth/change-email', { accessToken, data: { email: `new.${email}`, password } });
    return { body: { token: await tokenOf(`new.${email}`, /confirm your new/i) } };
  },
  changePassword: own(({ password }) => ({ currentPassword: password, newPassword: 'Better-Horse-9' })),
  logIn: async ({ admin: { email, password } }) => ({ body: { email, password } }),
  async logInWithMfa({ visitor, secure, ask }) {
    const person = await visitor();
    const [code] = await secure(person);
    const { email, password } = person;
    const { mfaToken } = await ask<{ mfaToken: string }>('/v1/auth/login', { data: { email, password } });
    return { body: { mfaToken, code } };
  },
  refreshSession: withRefreshToken,
  logOut: withRefreshToken,
  logOutEverywhere: own(),
  async revokeSession({ visitor, ask }) {
    const { accessToken } = await visitor();
    const [session] = await ask<Identified[]>('/v1/auth/sessions', { method: 'GET', accessToken });
    return { token: accessToken, path: { sessionId: session?.id ?? '' } };
  },
  resendVerification: async ({ newcomer }) => ({ token: (await newcomer()).accessToken }),
  enrolTotp: own(({ password }) => ({ password })),
  async confirmTotp({ visitor, ask }) {
    const { accessToken, password } = await visitor();
    const { secret } = await ask<{ secret: string }>('/v1/auth/mfa/totp', { accessToken, data: { password } });
    return { token: accessToken, body: { code: codeOf(secret, new Date()) } };
  },
  renewRecoveryCodes: withCode,
  disableTotp: withCode,
  deleteOwnUser: own(({ password }) => ({ password })),
  updateOwnUser: own(() => ({ name: 'Ada King' })),
  inviteUser: async () => ({ body: { ...invited, email: 'grace@example.com' } }),
  async sendInvitation({ ask, admin: { accessToken } }) {
    const data = { ...invited, email: 'hopper@example.com' };
    return { path: { userId: (await ask<Identified>('/v1/users', { accessToken, data })).id } };
  },
  async restoreUser({ visitor, ask, admin: { accessToken } }) {
    const { id: userId } = await visitor();
    await ask(`/v1/users/${userId}`, { method: 'DELETE', accessToken });
    return { path: { userId } };
  },
  async removeSecondFactor({ visitor, secure }) {
    const person = await visitor();
    await secure(person);
    return { path: { userId: person.id } };
  },
  setUserRoles: async ({ visitor }) => ({ path: { userId: (await visitor()).id }, body: { roles: ['user'] } }),
};
