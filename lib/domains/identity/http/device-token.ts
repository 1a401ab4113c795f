import { day, second } from '../../../clock.ts';
import { cookie } from '../../../http/cookies.ts';
import type { ClientRequest } from '../../../http/request.ts';
import type { SignInClient } from '../auth/sign-in/session-opening.ts';
import { deviceTokenDays } from '../durations.ts';

/** The name of the cookie that carries a device token. */
export const deviceCookieName = 'polyclinic_device';
/** Browsers send the cookie to the identity routes alone. */
const path = '/v1/auth';

/**
 * Where a request to sign in comes from, with its device tokens: the one in the body if there is one, else those in cookies.
 */
export function clientOf(
  { userAgent, address, cookies }: ClientRequest,
  body: { readonly deviceToken?: string | undefined },
): SignInClient {
  return {
    userAgent,
    address,
    deviceTokens: body.deviceToken === undefined ? cookies.get(deviceCookieName) : [body.deviceToken],
  };
}

/** Sets a device token as a cookie that scripts cannot read. */
export function deviceCookie(token: string): string {
  return cookie(deviceCookieName, token, { path, maxAge: (deviceTokenDays * day) / second });
}
