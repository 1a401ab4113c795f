import type { Person } from '../../../../access/caller.ts';
import { later } from '../../../../clock.ts';
import { retryOnConflict } from '../../../../commit/retry-on-conflict.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { enrolmentLife } from '../../durations.ts';
import { createSessionRepository, signedOutWhereEnded } from '../../sessions/repository.ts';
import { AccountChanged } from '../../users/person-change.ts';
import { createUserRepository } from '../../users/repository.ts';
import { userNotFound } from '../../users/schema.ts';
import type { Security } from '../../users/security.ts';
import { securityAt } from '../../users/security-repository.ts';
import { createPasswordCheck } from '../passwords/password-check.ts';
import type { Passwords } from '../passwords/passwords.ts';
import { toBase32 } from './base32.ts';
import type { SecondFactorCodes } from './second-factor-codes.ts';
import { emailNotVerified, mfaEnabled } from './second-factor-errors.ts';
import { createSecondFactorRepository } from './second-factor-repository.ts';
import type { TotpSecret } from './second-factor-schema.ts';
import { otpauthUri } from './totp.ts';
import { createTotpEnrolmentRepository, isTiedTo, type TotpEnrolment, tieOf } from './totp-enrolment-repository.ts';

interface TotpEnrolmentDependencies extends Pick<Platform, 'read' | 'commit' | 'take' | 'clock'> {
  readonly codes: Pick<SecondFactorCodes, 'open' | 'issue'>;
  readonly passwords: Pick<Passwords, 'verify'>;
}

export type TotpEnrolments = ReturnType<typeof createTotpEnrolments>;
type Owner = Pick<Person, 'userId' | 'sessionId'>;

/** A person who has shown the password, and the secret that waits for their code, if any. */
interface Proven {
  readonly security: Security;
  readonly enrolment: TotpEnrolment | undefined;
}

/** Hands out secrets for authenticators. */
export function createTotpEnrolments({ codes, passwords, read, commit, take, clock }: TotpEnrolmentDependencies) {
  const users = createUserRepository({ read });
  const sessions = createSessionRepository({ read });
  const factors = createSecondFactorRepository({ read });
  const enrolments = createTotpEnrolmentRepository();
  const checkPassword = createPasswordCheck({ passwords, take, commit, clock });

  async function look({ userId }: Owner) {
    const references = [factors.at(userId), enrolments.at(userId), users.at(userId), securityAt(userId)] as const;
    const [factor, enrolment, person, security] = await read.findTogether(references);
    if (!person || security?.status !== 'active') throw userNotFound();
    if (factor) throw mfaEnabled();
    return { person, security, enrolment };
  }

  function begin(owner: Owner, { security, enrolment }: Proven, sealedSecret: string, secret: Buffer): Promise<Buffer> {
    const endsAt = later(clock(), enrolmentLife).toISOString();
    const fresh = { ...tieOf(owner, security), sealedSecret, endsAt };
    const entry = { action: 'mfa.enrolled', subject: `users/${owner.userId}`, outcome: 'success' } as const;
    return commit([...sessions.demand(owner, security.sessionEpoch), enrolments.put(fresh, enrolment)], {
      audit: [entry],
      result: secret,
    });
  }

  /** The secret for the owner: of many concurrent requests one stores a secret, and all others of its session get that one. */
  async function secretFor(owner: Owner, { security, enrolment: found }: Proven): Promise<Buffer> {
    const attempt = async (number: number) => {
      // Only the secret is read again: the stored one goes by the account as it was when the password was checked.
      const enrolment = number === 1 ? found : (await look(owner)).enrolment;
      if (enrolment && isTiedTo(enrolment, owner, security)) return codes.open(enrolment);
      const { secret, sealedSecret } = await codes.issue(owner.userId);
      return begin(owner, { security, enrolment }, sealedSecret, secret);
    };
    return retryOnConflict(attempt, (error) => error instanceof AccountChanged).catch(signedOutWhereEnded);
  }

  return {
    /**
     * Gives the secret for an authenticator, the same one to this session for ten minutes or until it is confirmed. Throws
     * `MFA_ENABLED`, `EMAIL_NOT_VERIFIED`, `WRONG_PASSWORD`, `TOO_MANY_ATTEMPTS`.
     */
    async enrol(owner: Owner, password: string): Promise<TotpSecret> {
      const { person, ...proven } = await look(owner);
      if (!proven.security.emailVerified) throw emailNotVerified();
      await checkPassword(proven.security, password);
      const secret = await secretFor(owner, proven);
      return { secret: toBase32(secret), otpauthUri: otpauthUri(secret, person.email) };
    },
  };
}
