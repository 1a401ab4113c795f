import { setting } from '../config.ts';
import { Forbidden } from '../errors.ts';
import { sessionMilliseconds } from '../sessions/rotation.ts';
import { cookie } from './cookies.ts';
import type { ClientRequest } from './request.ts';

const name = 'polyclinic_refresh';
/** The browser sends it to the identity routes alone. */
const path = '/v1/auth';

/** A refresh token and the way that it came, by which its successor goes back. */
export interface PresentedRefreshToken {
  readonly token: string;
  readonly transport: 'cookie' | 'body';
}

/** The refresh token of a request, from the body where it is there; an empty one when there is none. */
export function presentedRefreshToken(
  request: ClientRequest,
  body: { readonly refreshToken?: string | undefined } | undefined,
): PresentedRefreshToken {
  if (body?.refreshToken !== undefined) return { token: body.refreshToken, transport: 'body' };
  const token = request.cookies.get(name) ?? '';
  if (token !== '') refuseOtherSites(request);
  return { token, transport: 'cookie' };
}

/** Hands a refresh token to a browser that scripts cannot take it from. */
export function refreshCookie(token: string): string {
  return cookie(name, token, { path, maxAge: sessionMilliseconds / 1000 });
}

/** Takes the cookie away. */
export function expiredRefreshCookie(): string {
  return cookie(name, '', { path, maxAge: 0 });
}

/** A cookie travels by itself, so a page of another site could use it: only our own pages and the client may. */
function refuseOtherSites({ headers }: ClientRequest): void {
  const origins = [setting('POLYCLINIC_CLIENT_URL'), setting('POLYCLINIC_PUBLIC_URL')].map(
    (url) => new URL(url).origin,
  );
  const foreign = headers.origin !== undefined && !origins.includes(headers.origin);
  if (foreign || headers['sec-fetch-site'] === 'cross-site') {
    throw new Forbidden(
      'CROSS_SITE_REQUEST',
      'The cookie may not be used from another site; send the token in the body.',
    );
  }
}
