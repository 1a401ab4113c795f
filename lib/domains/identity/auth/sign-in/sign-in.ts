import { createCodeStep } from './code-step.ts';
import { createPasswordStep, type PasswordStepDependencies, type SecondStep } from './password-step.ts';
import type { Credentials, SecondStepInput } from './schema.ts';
import { createSessionContinuation } from './session-continuation.ts';
import type { SignedIn, SignInClient } from './session-opening.ts';

export type SignInService = ReturnType<typeof createSignInService>;

/** Signs people in, by a password and where they have a second factor by a code. */
export function createSignInService(dependencies: PasswordStepDependencies) {
  const passwordStep = createPasswordStep(dependencies);
  const codeStep = createCodeStep(dependencies);

  return {
    /**
     * Begins a session, or its second step. An unknown address and a wrong password look alike: both throw
     * `INVALID_CREDENTIALS`, and after ten attempts `TOO_MANY_ATTEMPTS`.
     */
    logIn: (
      credentials: Pick<Credentials, 'email' | 'password'>,
      client: SignInClient,
    ): Promise<SignedIn | SecondStep> => passwordStep.take(credentials, client),

    /** Completes a sign-in by its second step; throws `INVALID_MFA_TOKEN`, `INVALID_CODE`, `TOO_MANY_ATTEMPTS`. */
    logInWithMfa: (input: Pick<SecondStepInput, 'mfaToken' | 'code'>, client: SignInClient): Promise<SignedIn> =>
      codeStep.take(input, client),

    ...createSessionContinuation(dependencies),
  };
}
