import type { AuditActionSet } from '../../commit/audit-action.ts';

/** What the audit records of people and of how they sign in. */
export const identityAuditActions = {
  'user.registered': 'A person has made an account.',
  'user.enrolled': 'An account was made for somebody whom the clinic knows.',
  'user.verification-requested': 'A person has asked for another verification mail.',
  'user.verified': 'A person has verified the address.',
  'user.invited': 'An admin has made an account for somebody.',
  'user.invitation-requested': 'An admin has had an invitation sent once more.',
  'user.invitation-accepted': 'Somebody who was invited has chosen a password.',
  'user.email-change-requested': 'A person has asked for another address.',
  'user.email-changed': 'A person has confirmed another address.',
  'user.profile-changed': 'Fields of a profile were changed.',
  'user.preferences-changed': 'A person has changed what they prefer.',
  'user.roles-changed': 'An admin has changed roles or clinic of somebody.',
  'user.unlocked': 'An admin has lifted a lock of sign-ins.',
  'user.deleted': 'An account was deleted.',
  'user.restored': 'An admin has restored a deleted account.',
  'user.read': 'Somebody has read the profile of somebody else.',
  'users.listed': 'Somebody has listed people.',
  'user.identity-linked': 'An identity of another issuer was linked to a person.',
  'user.identity-unlinked': 'An identity of another issuer was unlinked from a person.',
  'password.reset-requested': 'Somebody has asked for another password to an address.',
  'password.reset': 'A person has set a password by a link.',
  'password.changed': 'A person has changed the password.',
  'password.refused': 'A wrong password was typed where a session asks for it.',
  'mfa.enrolled': 'A person has been shown the secret of an authenticator.',
  'mfa.enabled': 'A person has turned the second factor on.',
  'mfa.disabled': 'A person has turned the second factor off.',
  'mfa.removed': 'An admin has turned off the second factor of somebody.',
  'mfa.recovery-codes-renewed': 'A person has got other recovery codes.',
  'sign-in.locked': 'Sign-ins have to wait after too many wrong passwords.',
  'sign-in.codes-guessed': 'Codes of a sign-in have to wait after too many wrong ones.',
  'session.started': 'A person has signed in.',
  'session.refused': 'A sign-in was refused.',
  'session.ended': 'A person has signed out.',
  'session.revoked': 'A person has ended one of their sessions.',
  'session.all-ended': 'A person has ended all of their sessions.',
  'session.reuse-detected': 'A refresh token came that was used up: its session has ended.',
  'api-key.created': 'An admin has made an API key.',
  'api-key.revoked': 'An admin has revoked an API key.',
  'api-key.expired': 'The time of an API key was over.',
  'signing-key.rotated': 'Another key signs access tokens.',
} as const satisfies AuditActionSet;

declare module '../../commit/audit-action.ts' {
  interface AuditActionsOfStacks {
    identity: typeof identityAuditActions;
  }
}
