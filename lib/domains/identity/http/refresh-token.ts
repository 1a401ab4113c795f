import { originOf } from '../../../base-url.ts';
import { second } from '../../../clock.ts';
import { setting } from '../../../config.ts';
import { Forbidden, InvalidInput } from '../../../errors.ts';
import { cookie } from '../../../http/cookies.ts';
import type { ClientRequest } from '../../../http/request.ts';
import type { ShownTokens } from '../auth/sign-in/sign-out.ts';
import { sessionLife } from '../durations.ts';

/** The name of the cookie that carries a refresh token. */
export const refreshCookieName = 'polyclinic_refresh';
/** Browsers send the cookie to the identity routes alone. */
const path = '/v1/auth';

/** The refresh tokens of a request, and the way that they came, by which a successor is returned. */
interface PresentedRefreshTokens {
  readonly tokens: readonly string[];
  readonly transport: 'cookie' | 'body';
}

/** Reads the refresh token in the body if there is one, else those in cookies, in their order; throws `CROSS_SITE_REQUEST`. */
export function presentedRefreshTokens(
  request: ClientRequest,
  body: { readonly refreshToken?: string | undefined } | undefined,
): PresentedRefreshTokens {
  if (body?.refreshToken !== undefined) return { tokens: [body.refreshToken], transport: 'body' };
  const tokens = cookieTokens(request);
  if (tokens.length > 0) refuseOtherSites(request);
  return { tokens, transport: 'cookie' };
}

/**
 * Collects all that a request shows of the sessions that are to end: the refresh token in the body, those in cookies, and the
 * access token. Cookies of a request from another site are ignored; throws `CROSS_SITE_REQUEST` where there is nothing else,
 * and `SESSION_REQUIRED` where there is nothing at all.
 */
export function shownTokens(
  request: ClientRequest,
  body: { readonly refreshToken?: string | undefined } | undefined,
): ShownTokens {
  const told = body?.refreshToken ? [body.refreshToken] : [];
  const accessToken = /^Bearer +(\S+)$/i.exec(request.headers.authorization?.trim() ?? '')?.[1];
  const carried = cookieTokens(request);
  if (told.length === 0 && accessToken === undefined) {
    if (carried.length === 0) throw new InvalidInput('SESSION_REQUIRED', 'Show the session that is to end.');
    refuseOtherSites(request);
  }
  return { refreshTokens: isOfOtherSite(request) ? told : [...told, ...carried], accessToken };
}

function cookieTokens({ cookies }: ClientRequest): readonly string[] {
  return (cookies.get(refreshCookieName) ?? []).filter((token) => token !== '');
}

/** Sets a refresh token as a cookie that scripts cannot read. */
export function refreshCookie(token: string): string {
  return cookie(refreshCookieName, token, { path, maxAge: sessionLife / second });
}

/** Deletes the cookie. */
export function expiredRefreshCookie(): string {
  return cookie(refreshCookieName, '', { path, maxAge: 0 });
}

/** Refuses requests of other sites: browsers send cookies unasked, so that a page of another site could use them. */
function refuseOtherSites(request: ClientRequest): void {
  if (!isOfOtherSite(request)) return;
  throw new Forbidden(
    'CROSS_SITE_REQUEST',
    'The cookie may not be used from another site; send the token in the body.',
  );
}

/** Whether a page sent the request that is of neither our own origin nor the client application's. */
export function isOfOtherSite({ headers }: ClientRequest): boolean {
  const origins = [setting('POLYCLINIC_CLIENT_URL'), setting('POLYCLINIC_PUBLIC_URL')].map(originOf);
  const foreign = headers.origin !== undefined && !origins.includes(headers.origin);
  return foreign || headers['sec-fetch-site'] === 'cross-site';
}
