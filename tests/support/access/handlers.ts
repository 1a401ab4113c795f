import * as createApiKey from '../../../functions/api-keys/create-api-key.ts';
import * as listApiKeys from '../../../functions/api-keys/list-api-keys.ts';
import * as revokeApiKey from '../../../functions/api-keys/revoke-api-key.ts';
import * as getAuditEvent from '../../../functions/audit/get-audit-event.ts';
import * as listAuditEvents from '../../../functions/audit/list-audit-events.ts';
import * as verifyAuditEvents from '../../../functions/audit/verify-audit-events.ts';
import * as changeEmail from '../../../functions/auth/change-email.ts';
import * as changePassword from '../../../functions/auth/change-password.ts';
import * as confirmEmailChange from '../../../functions/auth/confirm-email-change.ts';
import * as confirmTotp from '../../../functions/auth/confirm-totp.ts';
import * as disableTotp from '../../../functions/auth/disable-totp.ts';
import * as enrolTotp from '../../../functions/auth/enrol-totp.ts';
import * as forgotPassword from '../../../functions/auth/forgot-password.ts';
import * as getJwks from '../../../functions/auth/get-jwks.ts';
import * as getOpenidConfiguration from '../../../functions/auth/get-openid-configuration.ts';
import * as listSessions from '../../../functions/auth/list-sessions.ts';
import * as logIn from '../../../functions/auth/log-in.ts';
import * as logInWithMfa from '../../../functions/auth/log-in-with-mfa.ts';
import * as logOut from '../../../functions/auth/log-out.ts';
import * as logOutEverywhere from '../../../functions/auth/log-out-everywhere.ts';
import * as refreshSession from '../../../functions/auth/refresh-session.ts';
import * as registerUser from '../../../functions/auth/register-user.ts';
import * as renewRecoveryCodes from '../../../functions/auth/renew-recovery-codes.ts';
import * as resendVerification from '../../../functions/auth/resend-verification.ts';
import * as resetPassword from '../../../functions/auth/reset-password.ts';
import * as revokeSession from '../../../functions/auth/revoke-session.ts';
import * as verifyEmail from '../../../functions/auth/verify-email.ts';
import * as deleteDeadLetter from '../../../functions/queues/delete-dead-letter.ts';
import * as deleteDeadLetters from '../../../functions/queues/delete-dead-letters.ts';
import * as getDeadLetter from '../../../functions/queues/get-dead-letter.ts';
import * as getQueue from '../../../functions/queues/get-queue.ts';
import * as listDeadLetters from '../../../functions/queues/list-dead-letters.ts';
import * as listQueues from '../../../functions/queues/list-queues.ts';
import * as redriveDeadLetter from '../../../functions/queues/redrive-dead-letter.ts';
import * as redriveDeadLetters from '../../../functions/queues/redrive-dead-letters.ts';
import * as answerUnknownRoute from '../../../functions/system/answer-unknown-route.ts';
import * as getAsyncapi from '../../../functions/system/get-asyncapi.ts';
import * as getDocs from '../../../functions/system/get-docs.ts';
import * as getDocsAsset from '../../../functions/system/get-docs-asset.ts';
import * as getHealth from '../../../functions/system/get-health.ts';
import * as getOpenapi from '../../../functions/system/get-openapi.ts';
import * as getReadiness from '../../../functions/system/get-readiness.ts';
import * as deleteOwnUser from '../../../functions/users/delete-own-user.ts';
import * as deleteUser from '../../../functions/users/delete-user.ts';
import * as getOwnUser from '../../../functions/users/get-own-user.ts';
import * as getUser from '../../../functions/users/get-user.ts';
import * as inviteUser from '../../../functions/users/invite-user.ts';
import * as listUsers from '../../../functions/users/list-users.ts';
import * as removeSecondFactor from '../../../functions/users/remove-second-factor.ts';
import * as restoreUser from '../../../functions/users/restore-user.ts';
import * as sendInvitation from '../../../functions/users/send-invitation.ts';
import * as setOwnPreferences from '../../../functions/users/set-own-preferences.ts';
import * as setUserRoles from '../../../functions/users/set-user-roles.ts';
import * as unlockUser from '../../../functions/users/unlock-user.ts';
import * as updateOwnUser from '../../../functions/users/update-own-user.ts';
import * as updateUser from '../../../functions/users/update-user.ts';
import { createAuditSearch } from '../../../lib/domains/operations/audit/search.ts';
import { createAuditVerification } from '../../../lib/domains/operations/audit/verification.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import type { HttpHandler, Stack } from '../../../lib/http/stack.ts';
import type { HttpTrigger } from '../../../lib/http/trigger.ts';
import { createSecrets, newMasterSecret } from '../../../lib/secrets/secrets.ts';
import { createTestAssets } from '../assets.ts';
import { createTestStack } from '../http.ts';
import { createMemorySeals } from '../memory-seals.ts';
import { createTestPlatform } from '../platform.ts';
import type { World } from './world.ts';

const seal = createCursorSeal(createSecrets(async () => newMasterSecret()));
const assets = createTestAssets({ 'docs.js': '', 'docs.html': '', 'openapi.json': '{}', 'asyncapi.json': '{}' });
const up = { status: 'ok', ms: 1 } as const;
const checks = { dynamodb: up, sqs: up, s3: up, mail: up };
const ready = async () => ({ status: 'ok' as const, timestamp: '2026-03-08T09:30:00.000Z', checks });

/** A route and what answers it. */
export interface Route {
  readonly trigger: HttpTrigger;
  readonly handler: HttpHandler;
}

type Endpoint = { readonly trigger: unknown };

/** Every HTTP route on the services of a world, by method and path. */
export function routesOf({ database, identity, people, queues }: World, stack: Stack): ReadonlyMap<string, Route> {
  const platform = createTestPlatform(database, { clock: identity.clock });
  const search = createAuditSearch({ ...platform, database });
  const verification = createAuditVerification({ ...platform, database, store: createMemorySeals() });
  const handlers: readonly (readonly [Endpoint, HttpHandler])[] = [
    [createApiKey, createApiKey.createHandler(identity.apiKeys, stack)],
    [listApiKeys, listApiKeys.createHandler(identity.apiKeyListing, { ...stack, cursors: seal })],
    [revokeApiKey, revokeApiKey.createHandler(identity.apiKeys, stack)],
    [getAuditEvent, getAuditEvent.createHandler(search, stack)],
    [listAuditEvents, listAuditEvents.createHandler(search, { ...stack, cursors: seal })],
    [verifyAuditEvents, verifyAuditEvents.createHandler(verification, stack)],
    [changeEmail, changeEmail.createHandler(identity.emailChanges, stack)],
    [changePassword, changePassword.createHandler(identity.passwordChanges, stack)],
    [confirmEmailChange, confirmEmailChange.createHandler(identity.emailChanges, stack)],
    [confirmTotp, confirmTotp.createHandler(identity.totpConfirmation, stack)],
    [disableTotp, disableTotp.createHandler(identity.secondFactorSettings, stack)],
    [enrolTotp, enrolTotp.createHandler(identity.totpEnrolments, stack)],
    [forgotPassword, forgotPassword.createHandler(identity.passwordResetRequests, stack)],
    [getJwks, getJwks.createHandler(identity.publishedKeys, createTestStack())],
    [getOpenidConfiguration, getOpenidConfiguration.createHandler(() => 'https://api.polyclinic.test')],
    [listSessions, listSessions.createHandler(identity.sessionListing, stack)],
    [logIn, logIn.createHandler(identity.signIns, stack)],
    [logInWithMfa, logInWithMfa.createHandler(identity.signIns, stack)],
    [logOut, logOut.createHandler(identity.signOut, createTestStack())],
    [logOutEverywhere, logOutEverywhere.createHandler(identity.ownSessions, stack)],
    [refreshSession, refreshSession.createHandler(identity.signIns, createTestStack())],
    [registerUser, registerUser.createHandler(identity.registrations, createTestStack())],
    [renewRecoveryCodes, renewRecoveryCodes.createHandler(identity.secondFactorSettings, stack)],
    [resendVerification, resendVerification.createHandler(identity.registrations, stack)],
    [resetPassword, resetPassword.createHandler(identity.passwordResets, stack)],
    [revokeSession, revokeSession.createHandler(identity.ownSessions, stack)],
    [verifyEmail, verifyEmail.createHandler(identity.registrations, createTestStack())],
    [deleteDeadLetter, deleteDeadLetter.createHandler(queues.deadLetters, stack)],
    [deleteDeadLetters, deleteDeadLetters.createHandler(queues.deadLetters, stack)],
    [getDeadLetter, getDeadLetter.createHandler(queues.deadLetters, stack)],
    [getQueue, getQueue.createHandler(queues.service, stack)],
    [listDeadLetters, listDeadLetters.createHandler(queues.deadLetters, { ...stack, cursors: seal })],
    [listQueues, listQueues.createHandler(queues.service, stack)],
    [redriveDeadLetter, redriveDeadLetter.createHandler(queues.redriving, stack)],
    [redriveDeadLetters, redriveDeadLetters.createHandler(queues.redriving, stack)],
    [answerUnknownRoute, answerUnknownRoute.createHandler()],
    [getAsyncapi, getAsyncapi.createHandler(assets)],
    [getDocs, getDocs.createHandler(assets)],
    [getDocsAsset, getDocsAsset.createHandler(assets)],
    [getHealth, getHealth.createHandler(identity.clock)],
    [getOpenapi, getOpenapi.createHandler(assets)],
    [getReadiness, getReadiness.createHandler(ready, createTestStack())],
    [deleteOwnUser, deleteOwnUser.createHandler(people.ownDeletions, stack)],
    [deleteUser, deleteUser.createHandler(people.deletions, stack)],
    [getOwnUser, getOwnUser.createHandler(people.users, stack)],
    [getUser, getUser.createHandler(people.viewings, stack)],
    [inviteUser, inviteUser.createHandler(people.invitations, stack)],
    [listUsers, listUsers.createHandler(people.listings, { ...stack, cursors: seal })],
    [removeSecondFactor, removeSecondFactor.createHandler(identity.secondFactorRemoval, stack)],
    [restoreUser, restoreUser.createHandler(people.deletions, stack)],
    [sendInvitation, sendInvitation.createHandler(people.invitations, stack)],
    [setOwnPreferences, setOwnPreferences.createHandler(people.preferences, stack)],
    [setUserRoles, setUserRoles.createHandler(people.standings, stack)],
    [unlockUser, unlockUser.createHandler(people.standings, stack)],
    [updateOwnUser, updateOwnUser.createHandler(people.profiles, stack)],
    [updateUser, updateUser.createHandler(people.profiles, stack)],
  ];
  return new Map(
    handlers.map(([endpoint, handler]) => {
      const trigger = endpoint.trigger as HttpTrigger;
      return [trigger.path === '$default' ? '$default' : `${trigger.method} ${trigger.path}`, { trigger, handler }];
    }),
  );
}
