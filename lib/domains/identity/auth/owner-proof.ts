import type { Person } from '../../../access/caller.ts';
import { later } from '../../../clock.ts';
import { Forbidden, InvalidInput } from '../../../errors.ts';
import { freshSignIn } from '../durations.ts';
import type { Security } from '../users/security.ts';
import { createPasswordCheck, type PasswordCheckDependencies } from './passwords/password-check.ts';

/**
 * Demands that somebody who is signed in proves once more who they are: by the password, or, where another issuer keeps it, by
 * a token that was issued in the last five minutes. Throws `WRONG_PASSWORD`, `TOO_MANY_ATTEMPTS`, `FRESH_SIGN_IN_REQUIRED`, and
 * `VALIDATION_FAILED` where the password is missing.
 */
type ProveOwner = (caller: Person, security: Security, password: string | undefined) => Promise<void>;

export function createOwnerProof({ passwords, take, commit, clock }: PasswordCheckDependencies): ProveOwner {
  const checkPassword = createPasswordCheck({ passwords, take, commit, clock });
  return async ({ sessionId, tokenIssuedAt }, security, password) => {
    if (sessionId === undefined) return requireFresh(tokenIssuedAt, clock());
    if (password === undefined) throw passwordMissing();
    await checkPassword(security, password);
  };
}

function requireFresh(issuedAt: Date | undefined, now: Date): void {
  if (issuedAt && issuedAt >= later(now, -freshSignIn)) return;
  const message = 'Sign in anew at the issuer of your token, and ask again within five minutes.';
  throw new Forbidden('FRESH_SIGN_IN_REQUIRED', message);
}

function passwordMissing(): InvalidInput {
  const errors = [{ path: 'password', message: 'Must be given.', code: 'invalid_type' }];
  return new InvalidInput('VALIDATION_FAILED', 'The request does not meet its schema; see errors.', { errors });
}
