import { day, second } from '../../../clock.ts';
import { cookie } from '../../../http/cookies.ts';
import type { ClientRequest } from '../../../http/request.ts';
import type { SignInClient } from '../auth/sign-in/session-opening.ts';
import { deviceTokenDays } from '../durations.ts';

const name = 'polyclinic_device';
/** The browser sends it to the identity routes alone. */
const path = '/v1/auth';

/** Where a request to sign in comes from, with its device tokens: the one in the body where it is there, else those in cookies. */
export function clientOf(
  { userAgent, address, cookies }: ClientRequest,
  body: { readonly deviceToken?: string | undefined },
): SignInClient {
  return { userAgent, address, deviceTokens: body.deviceToken === undefined ? cookies.get(name) : [body.deviceToken] };
}

/** Hands a device token to a browser that scripts cannot take it from. */
export function deviceCookie(token: string): string {
  return cookie(name, token, { path, maxAge: (deviceTokenDays * day) / second });
}
