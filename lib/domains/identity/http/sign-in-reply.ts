import type { Exchange } from '../../../http/exchange.ts';
import type { SignedIn } from '../auth/sign-in/session-opening.ts';
import { deviceCookie, deviceCookieName } from './device-token.ts';
import { refreshCookie, refreshCookieName } from './refresh-token.ts';

/** The cookies of a route that signs people in. */
export const signInCookies = {
  reads: [deviceCookieName],
  sets: { 200: [refreshCookieName, deviceCookieName] },
} as const;

/** Hands over what a sign-in gave: its tokens in cookies, or all of them in the body for clients that keep them elsewhere. */
export function handOver(
  { refreshToken, deviceToken, ...answer }: SignedIn,
  transport: 'cookie' | 'body',
  setCookie: Exchange['setCookie'],
) {
  if (transport === 'body') return { ...answer, refreshToken, deviceToken };
  setCookie(refreshCookie(refreshToken));
  setCookie(deviceCookie(deviceToken));
  return answer;
}
