import { createSessionService, type SessionService } from '../../sessions/service.ts';
import { emailHashOf } from '../../users/repository.ts';
import { createOpenAccounts, type OpenAccounts } from '../open-accounts.ts';
import type { Credentials, SecondStepInput } from '../schema.ts';
import { createSecondFactor, type SecondFactor } from '../second-factor/second-factor.ts';
import { invalidMfaToken } from '../second-factor/sign-in-challenge-repository.ts';
import type { AccessTokenIssuer } from '../tokens/access-tokens.ts';
import { createLiveAccessTokenIssuer } from '../tokens/live-access-tokens.ts';
import { createPasswordStep, type PasswordStep, type SecondStep } from './password-step.ts';
import { createSessionContinuation } from './session-continuation.ts';
import { createSessionOpening, type SessionOpening, type SignedIn, type Visit } from './session-opening.ts';

export interface SignInDependencies {
  readonly passwordStep?: PasswordStep;
  readonly secondFactor?: Pick<SecondFactor, 'redeem'>;
  readonly accounts?: Pick<OpenAccounts, 'find'>;
  readonly opening?: SessionOpening;
  readonly sessions?: SessionService;
  readonly accessTokens?: AccessTokenIssuer;
}

export type SignInService = ReturnType<typeof createSignInService>;

/** How a person comes in and stays in. */
export function createSignInService({
  passwordStep = createPasswordStep(),
  secondFactor = createSecondFactor(),
  accounts = createOpenAccounts(),
  opening = createSessionOpening(),
  sessions = createSessionService(),
  accessTokens = createLiveAccessTokenIssuer(),
}: SignInDependencies = {}) {
  return {
    /**
     * Begins a session, or its second step; an unknown address and a wrong password look alike: `INVALID_CREDENTIALS`,
     * and after ten of them `TOO_MANY_ATTEMPTS`.
     */
    logIn: (credentials: Pick<Credentials, 'email' | 'password'>, visit: Visit): Promise<SignedIn | SecondStep> =>
      passwordStep.take(credentials, visit),

    /** Completes a sign-in by its second step; throws `INVALID_MFA_TOKEN`, `INVALID_CODE`. */
    async logInWithMfa(
      { mfaToken, code }: Pick<SecondStepInput, 'mfaToken' | 'code'>,
      visit: Visit,
    ): Promise<SignedIn> {
      const { userId, ...redeemed } = await secondFactor.redeem(mfaToken, code);
      const account = await accounts.find(userId);
      if (!account) throw invalidMfaToken();
      const arrival = await opening.locate(visit, emailHashOf(account.person.email), account.security);
      return opening.open(account, arrival, redeemed);
    },

    ...createSessionContinuation({ sessions, accessTokens }),
  };
}
