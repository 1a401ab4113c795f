import type { Person } from '../../../../access/caller.ts';
import { type Clock, later, systemClock } from '../../../../clock.ts';
import { type Commit, createCommit } from '../../../../commit/commit.ts';
import { createReader, type Reader } from '../../../../data/read.ts';
import { createSessionRepository, type SessionRepository, signedOutWhereEnded } from '../../sessions/repository.ts';
import { AccountChanged } from '../../users/person-change.ts';
import { createUserRepository, type UserRepository } from '../../users/repository.ts';
import { userNotFound } from '../../users/schema.ts';
import { type Security, securityAt } from '../../users/security.ts';
import { type CheckPassword, createPasswordCheck } from '../passwords/password-check.ts';
import { toBase32 } from './base32.ts';
import { createSecondFactorCodes, type SecondFactorCodes } from './second-factor-codes.ts';
import { emailNotVerified, mfaEnabled } from './second-factor-errors.ts';
import { createSecondFactorRepository, type SecondFactorRepository } from './second-factor-repository.ts';
import type { TotpSecret } from './second-factor-schema.ts';
import { otpauthUri } from './totp.ts';
import {
  createTotpEnrolmentRepository,
  isTiedTo,
  type TotpEnrolment,
  type TotpEnrolmentRepository,
  tieOf,
} from './totp-enrolment-repository.ts';

/** How long a secret waits for its first code. */
const enrolmentMilliseconds = 10 * 60 * 1_000;

export interface TotpEnrolmentDependencies {
  readonly read?: Reader;
  readonly users?: Pick<UserRepository, 'at'>;
  readonly sessions?: Pick<SessionRepository, 'demand'>;
  readonly factors?: Pick<SecondFactorRepository, 'at'>;
  readonly enrolments?: TotpEnrolmentRepository;
  readonly codes?: SecondFactorCodes;
  readonly checkPassword?: CheckPassword;
  readonly commit?: Commit;
  readonly clock?: Clock;
}

export type TotpEnrolments = ReturnType<typeof createTotpEnrolments>;
type Owner = Pick<Person, 'userId' | 'sessionId'>;

/** A person who has shown the password, and the secret that was put down for them last. */
interface Proven {
  readonly security: Security;
  readonly enrolment: TotpEnrolment | undefined;
}

/** How a person gets a secret for an authenticator. */
export function createTotpEnrolments({
  read = createReader(),
  users = createUserRepository(),
  sessions = createSessionRepository(),
  factors = createSecondFactorRepository(),
  enrolments = createTotpEnrolmentRepository(),
  codes = createSecondFactorCodes(),
  checkPassword = createPasswordCheck(),
  commit = createCommit(),
  clock = systemClock,
}: TotpEnrolmentDependencies = {}) {
  async function look({ userId }: Owner) {
    const references = [factors.at(userId), enrolments.at(userId), users.at(userId), securityAt(userId)] as const;
    const [factor, enrolment, person, security] = await read.findTogether(references);
    if (!person || security?.status !== 'active') throw userNotFound();
    if (factor) throw mfaEnabled();
    return { person, security, enrolment };
  }

  function begin(owner: Owner, { security, enrolment }: Proven, sealedSecret: string, secret: Buffer): Promise<Buffer> {
    const endsAt = later(clock(), enrolmentMilliseconds).toISOString();
    const fresh = { ...tieOf(owner, security), sealedSecret, endsAt };
    const entry = { action: 'mfa.enrolled', subject: `users/${owner.userId}`, outcome: 'success' } as const;
    return commit([...sessions.demand(owner, security.sessionEpoch), enrolments.put(fresh, enrolment)], {
      audit: [entry],
      result: secret,
    });
  }

  /** Of many at once one puts a secret down, and all others of its session get that one. */
  async function secretFor(owner: Owner, proven: Proven, triesLeft = 4): Promise<Buffer> {
    const { enrolment, security } = proven;
    if (enrolment && isTiedTo(enrolment, owner, security)) return codes.open(enrolment);
    const { secret, sealedSecret } = await codes.issue(owner.userId);
    return begin(owner, proven, sealedSecret, secret).catch(async (error: unknown) => {
      if (!(error instanceof AccountChanged) || triesLeft === 0) return signedOutWhereEnded(error);
      // The standing stays the one that the password was looked up in: by now it may be another one.
      return secretFor(owner, { security, enrolment: (await look(owner)).enrolment }, triesLeft - 1);
    });
  }

  return {
    /**
     * The secret for an authenticator: the same one to this session until it is confirmed, for ten minutes. Throws
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
