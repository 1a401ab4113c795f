import { systemClock } from '../../lib/clock.ts';
import {
  recoveryCodesShown,
  secondFactorCodeInput,
} from '../../lib/domains/identity/auth/second-factor/second-factor-schema.ts';
import {
  createSecondFactorSettings,
  type SecondFactorSettings,
} from '../../lib/domains/identity/auth/second-factor/second-factor-settings.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { take } from '../../lib/live/take.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Puts ten other recovery codes in the place of those until now. It takes a code of the authenticator or a recovery code.
 * The new codes are shown this once, and the old ones are good for nothing.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/mfa/recovery-codes',
  allow: 'signed-in',
  body: secondFactorCodeInput,
  responses: { 200: recoveryCodesShown },
  problems: { 409: ['MFA_NOT_ENABLED'], 422: ['WRONG_CODE'], 429: ['TOO_MANY_ATTEMPTS'] },
  limit: 'sensitive',
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append', 'secrets:read'],
});
export const createHandler = (settings: Pick<SecondFactorSettings, 'renewRecoveryCodes'>, stack: Stack) =>
  endpoint(trigger, ({ caller, body }) => settings.renewRecoveryCodes(caller, body.code), stack);
export const handler = createHandler(
  createSecondFactorSettings({ clock: systemClock, read, commit, take, secrets }),
  liveStack,
);
