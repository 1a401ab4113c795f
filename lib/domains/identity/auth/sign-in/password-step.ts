import { retryOnConflict } from '../../../../commit/retry-on-conflict.ts';
import { Unauthenticated } from '../../../../errors.ts';
import type { Platform } from '../../../../platform/platform.ts';
import type { AccessTokenIssuer } from '../../tokens/access-tokens.ts';
import type { Account } from '../../users/accounts.ts';
import { createOpenAccounts } from '../../users/open-accounts.ts';
import { createUserRepository, emailHashOf } from '../../users/repository.ts';
import { ifUnchanged } from '../../users/security-repository.ts';
import { type Attempt, createLockout } from '../lockout/lockout.ts';
import { createSignInFailures } from '../lockout/sign-in-failures.ts';
import { isOvertaken, SignInOvertaken } from '../lockout/sign-in-overtaken.ts';
import { passwordPlace, type TriesPlace, triedAccount } from '../lockout/tries-place.ts';
import type { Passwords } from '../passwords/passwords.ts';
import { createSecondFactor } from '../second-factor/second-factor.ts';
import { createDecoyAccountRepository } from './decoy-account-repository.ts';
import type { Credentials } from './schema.ts';
import { createSessionOpening, type SignedIn, type SignInClient } from './session-opening.ts';

/** The password was right, and a code is wanted. */
export interface SecondStep {
  readonly outcome: 'second_step_required';
  readonly mfaRequired: true;
  readonly mfaToken: string;
}

/** A password that a client shows, in an attempt that is counted before the password is checked. */
interface Proof {
  readonly emailHash: string;
  readonly password: string;
  readonly client: SignInClient;
  readonly place: TriesPlace;
  readonly attempt: Attempt;
}

/** An account as an attempt finds it; absent where nobody has the address. */
interface Sight {
  readonly account: Account | undefined;
  readonly asOf: Date;
  /** A hash that the password was found to match. */
  readonly proven?: string | undefined;
}

export interface PasswordStepDependencies extends Platform {
  readonly passwords: Passwords;
  readonly accessTokens: AccessTokenIssuer;
}

/** Makes the first step of signing in, which for most people is the only one. */
export function createPasswordStep({ passwords, accessTokens, ...platform }: PasswordStepDependencies) {
  const { commit, clock } = platform;
  const users = createUserRepository(platform);
  const accounts = createOpenAccounts(platform);
  const decoy = createDecoyAccountRepository(platform);
  const lockout = createLockout(platform);
  const failures = createSignInFailures(platform);
  const opening = createSessionOpening({ accessTokens, ...platform });
  const secondFactor = createSecondFactor(platform);

  async function look(emailHash: string, proven?: string): Promise<Sight> {
    const asOf = clock();
    const userId = await users.findIdByEmailHash(emailHash);
    const account = userId === undefined ? await decoy.read() : await accounts.find(userId);
    return { account, asOf, proven };
  }

  async function refuse({ emailHash, attempt }: Proof, account: Account | undefined): Promise<never> {
    await failures.wrongPassword({ emailHash, attempt, userId: account?.person.id });
    throw new Unauthenticated('INVALID_CREDENTIALS', 'The email address or the password is wrong.');
  }

  /** Judges the password, and again where the account was changed meanwhile, by a reset or by another sign-in. */
  function enter(tried: Proof, first: Sight): Promise<SignedIn | SecondStep> {
    let sight = first;
    const attempt = async (number: number) => {
      if (number > 1) sight = await look(tried.emailHash, sight.account?.security.passwordHash);
      return judge(tried, sight);
    };
    return retryOnConflict(attempt, isOvertaken);
  }

  async function judge(proof: Proof, { account, asOf, proven }: Sight): Promise<SignedIn | SecondStep> {
    const hash = account?.security.passwordHash;
    // Verifying takes its time, so that the same hash is not verified twice.
    const genuine = (hash !== undefined && hash === proven) || (await passwords.verify(proof.password, hash));
    return account && hash && genuine ? letIn(proof, account, hash, asOf) : refuse(proof, account);
  }

  async function letIn(
    { password, client, place }: Proof,
    account: Account,
    hash: string,
    asOf: Date,
  ): Promise<SignedIn | SecondStep> {
    const { person, security } = account;
    const passwordHash = passwords.needsRehash(hash) ? await passwords.hash(password) : undefined;
    const origin = await opening.locate(client, security);
    if (!security.mfaEnabled) return opening.open(account, origin, { passwordHash, writes: [lockout.clear(place)] });
    if (passwordHash) await keepHash(account, passwordHash);
    const mfaToken = await secondFactor.challenge(person.id, { asOf, sessionEpoch: security.sessionEpoch, origin });
    // This attempt did not fail; the earlier failures are forgotten once the code is right as well.
    await lockout.giveBack(place);
    return { outcome: 'second_step_required', mfaRequired: true, mfaToken };
  }

  /** Stores a better hash at once where a second step follows: that step begins the session, but has no password to hash. */
  function keepHash({ security }: Account, passwordHash: string): Promise<void> {
    return commit([ifUnchanged(security, { set: { passwordHash }, conflict: () => new SignInOvertaken() })]);
  }

  return {
    /** Lets in, or on to the second step, whoever knows the password; throws `TOO_MANY_ATTEMPTS`, `INVALID_CREDENTIALS`. */
    async take(
      { email, password }: Pick<Credentials, 'email' | 'password'>,
      client: SignInClient,
    ): Promise<SignedIn | SecondStep> {
      const emailHash = emailHashOf(email);
      const sight = await look(emailHash);
      const { person, security } = sight.account ?? {};
      const origin = await opening.locate(client, security);
      const place = passwordPlace(triedAccount(emailHash, person?.id), security, origin);
      const proof = { emailHash, password, client, place, attempt: await lockout.begin(place) };
      return lockout.settle(place, () => enter(proof, sight));
    },
  };
}
