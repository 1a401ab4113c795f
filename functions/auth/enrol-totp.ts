import { totpEnrolment } from '../../lib/auth/second-factor/second-factor-schema.ts';
import {
  createSecondFactorSettings,
  type SecondFactorSettings,
} from '../../lib/auth/second-factor/second-factor-settings.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';

/** The secret to enter in an authenticator; it stays the same until a first code confirms it. */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/mfa/totp',
  allow: 'signed-in',
  responses: { 200: totpEnrolment },
  problems: { 404: ['USER_NOT_FOUND'], 409: ['MFA_ENABLED'] },
  grants: ['identity:write', 'audit:append', 'secrets:read'],
});
export const createHandler = (settings: Pick<SecondFactorSettings, 'enrol'>, stack?: Stack) =>
  endpoint(trigger, ({ caller }) => settings.enrol(caller), stack);
export const handler = createHandler(createSecondFactorSettings());
