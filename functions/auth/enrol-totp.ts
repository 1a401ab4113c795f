import { systemClock } from '../../lib/clock.ts';
import { livePasswords } from '../../lib/domains/identity/auth/passwords/live-passwords.ts';
import { createSecondFactorCodes } from '../../lib/domains/identity/auth/second-factor/second-factor-codes.ts';
import {
  totpEnrolmentRequest,
  totpSecret,
} from '../../lib/domains/identity/auth/second-factor/second-factor-schema.ts';
import {
  createTotpEnrolments,
  type TotpEnrolments,
} from '../../lib/domains/identity/auth/second-factor/totp-enrolments.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { take } from '../../lib/live/take.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Gives the secret to enter in an authenticator. It is given to somebody whose address is verified, and stays the same to
 * this session until a first code confirms it, for ten minutes.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/mfa/totp',
  allow: 'signed-in',
  body: totpEnrolmentRequest,
  responses: { 200: totpSecret },
  problems: {
    403: ['EMAIL_NOT_VERIFIED'],
    404: ['USER_NOT_FOUND'],
    409: ['MFA_ENABLED', 'CONCURRENT_CHANGE'],
    422: ['WRONG_PASSWORD'],
    429: ['TOO_MANY_ATTEMPTS'],
  },
  limit: 'sensitive',
  grants: ['identity:read', 'identity:write', 'audit:append', 'secrets:read', 'password-tries:count'],
});
export const createHandler = (enrolments: Pick<TotpEnrolments, 'enrol'>, stack: Stack) =>
  endpoint(trigger, ({ caller, body }) => enrolments.enrol(caller, body.password), stack);
export const handler = createHandler(
  createTotpEnrolments({
    passwords: livePasswords,
    codes: createSecondFactorCodes({ clock: systemClock, secrets }),
    clock: systemClock,
    read,
    commit,
    take,
  }),
  liveStack,
);
