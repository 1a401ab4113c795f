import { createHandler as createChangeEmail } from '../../../functions/auth/change-email.ts';
import { createHandler as createChangePassword } from '../../../functions/auth/change-password.ts';
import { createHandler as createConfirmEmail } from '../../../functions/auth/confirm-email-change.ts';
import { createHandler as createForgotPassword } from '../../../functions/auth/forgot-password.ts';
import { createHandler as createLogIn } from '../../../functions/auth/log-in.ts';
import { createHandler as createRegister } from '../../../functions/auth/register-user.ts';
import { createHandler as createResend } from '../../../functions/auth/resend-verification.ts';
import { createHandler as createResetPassword } from '../../../functions/auth/reset-password.ts';
import { createHandler as createVerifyEmail } from '../../../functions/auth/verify-email.ts';
import { createHandler as createDelete } from '../../../functions/users/delete-user.ts';
import { createHandler as createInvite } from '../../../functions/users/invite-user.ts';
import { createHandler as createRestore } from '../../../functions/users/restore-user.ts';
import { createHandler as createSendInvitation } from '../../../functions/users/send-invitation.ts';
import { createHandler as createSetRoles } from '../../../functions/users/set-user-roles.ts';
import type { OneTimePurpose } from '../../../lib/domains/identity/links/token-hash.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { createTestStack, invoke, type RequestFields } from '../http.ts';
import { createIdentity, lastTokenId, registrationOf } from '../identity.ts';
import { createMemoryDatabase } from '../memory-database.ts';
import { callerOf, createPeople, stackOf } from '../people.ts';

export const address = 'ada@example.com';
export const wanted = 'ada.king@example.com';
export const passwords = { first: 'Correct-Horse-9', changed: 'Better-Battery-7', link: 'Linked-Battery-5' } as const;

type Body = Readonly<Record<string, unknown>>;

/** Everything that links are asked for, shown to and ended by, over HTTP and on one database. */
export async function createLinkWorld() {
  const database = createMemoryDatabase();
  const identity = await createIdentity(database);
  const people = createPeople(database);
  const admin = {
    ...identity.stack,
    ...stackOf(callerOf(await people.enrol({ email: 'admin@example.com', roles: ['admin'] }))),
  };

  /** Not by `send`, so that one request may come in the midst of another. */
  async function ask(handler: HttpHandler, fields: RequestFields) {
    const { status, text } = await invoke(handler, { method: 'POST', ...fields });
    return { status, json: text ? JSON.parse(text) : undefined };
  }
  const onPerson = (handler: HttpHandler, userId: string, json?: Body) =>
    ask(handler, { params: { userId }, ...(json && { json }) });

  async function logInAs(email: string, password: string): Promise<Record<string, string>> {
    const credentials = { email, password };
    const { json } = await ask(createLogIn(identity.signIns, identity.stack), { json: credentials });
    return { authorization: `Bearer ${json.data.accessToken}` };
  }
  /** Those who ask at once share one sign-in. */
  const underWay = new Map<string, Promise<Record<string, string>>>();
  function signIn(email: string, password: string = passwords.first): Promise<Record<string, string>> {
    const shared = underWay.get(email) ?? logInAs(email, password).finally(() => underWay.delete(email));
    underWay.set(email, shared);
    return shared;
  }

  /** The token of the newest link, as the mail would carry it. */
  const newest = (purpose: OneTimePurpose) => identity.oneTimeTokens.tokenOf(purpose, lastTokenId(database));
  const doors = {
    'verify-email': createVerifyEmail(identity.registrations, createTestStack()),
    'reset-password': createResetPassword(identity.passwordResets, createTestStack()),
    'change-email': createConfirmEmail(identity.emailChanges, createTestStack()),
    invitation: createResetPassword(identity.passwordResets, createTestStack()),
  } satisfies Record<OneTimePurpose, HttpHandler>;
  const bodyOf = (purpose: OneTimePurpose, token: string, password: string) =>
    purpose === 'reset-password' || purpose === 'invitation' ? { token, password } : { token };

  return {
    database,
    identity,
    newest,
    advance(seconds: number): void {
      identity.clock.advance(seconds);
      people.clock.advance(seconds);
    },
    show: (purpose: OneTimePurpose, token: string, password: string = passwords.link) =>
      ask(doors[purpose], { json: bodyOf(purpose, token, password) }),
    logIn: (email: string, password: string) =>
      ask(createLogIn(identity.signIns, identity.stack), { json: { email, password } }),
    register: (email = address) =>
      ask(createRegister(identity.registrations, createTestStack()), {
        json: registrationOf({ email, password: passwords.first }),
      }),
    forgot: (email = address) =>
      ask(createForgotPassword(identity.passwordResetRequests, createTestStack()), { json: { email } }),
    resend: async (email = address, password: string = passwords.first) =>
      ask(createResend(identity.registrations, identity.stack), { headers: await signIn(email, password) }),
    changePassword: async (email = address) =>
      ask(createChangePassword(identity.passwordChanges, identity.stack), {
        headers: await signIn(email),
        json: { currentPassword: passwords.first, newPassword: passwords.changed },
      }),
    changeEmail: async (email: string = wanted, from = address) =>
      ask(createChangeEmail(identity.emailChanges, identity.stack), {
        headers: await signIn(from),
        json: { email, password: passwords.first },
      }),
    invite: (email = address) =>
      ask(createInvite(people.invitations, { ...identity.stack, ...admin }), {
        json: { email, name: 'Ada Lovelace', roles: ['user'] },
      }),
    inviteAgain: (userId: string) => onPerson(createSendInvitation(people.invitations, admin), userId),
    remove: (userId: string) => onPerson(createDelete(people.deletions, admin), userId),
    restore: (userId: string) => onPerson(createRestore(people.deletions, admin), userId),
    setRoles: (userId: string) =>
      onPerson(createSetRoles(people.administration, admin), userId, { roles: ['user', 'admin'] }),
  };
}

export type LinkWorld = Awaited<ReturnType<typeof createLinkWorld>>;

/** Everything that the database holds, to be compared with what it holds later. */
export function everythingIn({ database }: LinkWorld) {
  return (['identity', 'events', 'audit', 'platform'] as const).map((table) => database.itemsOf(table));
}
