import { systemClock } from '../../lib/clock.ts';
import {
  recoveryCodesShown,
  secondFactorCodeInput,
} from '../../lib/domains/identity/auth/second-factor/second-factor-schema.ts';
import {
  createTotpConfirmation,
  type TotpConfirmation,
} from '../../lib/domains/identity/auth/second-factor/totp-confirmation.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { take } from '../../lib/live/take.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Turns the second factor on by a first code of the authenticator. It takes the session that asked for the secret; the ten
 * recovery codes are shown this once.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/mfa/totp/confirm',
  allow: 'signed-in',
  body: secondFactorCodeInput,
  responses: { 200: recoveryCodesShown },
  problems: {
    404: ['USER_NOT_FOUND'],
    409: ['MFA_ENABLED', 'MFA_NOT_ENROLLED'],
    422: ['WRONG_CODE'],
    429: ['TOO_MANY_ATTEMPTS'],
  },
  limit: 'sensitive',
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append', 'secrets:read'],
});
export const createHandler = (confirmation: Pick<TotpConfirmation, 'confirm'>, stack: Stack) =>
  endpoint(trigger, ({ caller, body }) => confirmation.confirm(caller, body.code), stack);
export const handler = createHandler(
  createTotpConfirmation({ clock: systemClock, read, commit, take, secrets }),
  liveStack,
);
