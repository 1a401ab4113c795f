import { day, hour, minute, second } from '../../clock.ts';

/**
 * How long things of identity last, in milliseconds unless a name says otherwise. They stand in one place, since several of
 * them must be longer than others.
 */

/** How long an access token is good for, in seconds. */
export const accessTokenSeconds = 15 * 60;
/** How long a session lasts without a refresh. */
export const sessionLife = 30 * day;
/** How long a refresh token may be shown again after its successor was issued, as two tabs or a lost answer make clients do. */
export const refreshGrace = 10 * second;
/** How long a device is known after the last sign-in on it, in days. */
export const deviceTokenDays = 365;
/** How long somebody has to show a code after the password. */
export const challengeLife = 5 * minute;
/** How long the secret of an authenticator waits for its first code. */
export const enrolmentLife = 10 * minute;
/** How long a token of another issuer shows that somebody has just signed in there. */
export const freshSignIn = 5 * minute;

/** How long a link is good that verifies an address. */
export const verificationLife = day;
/** How long a link is good that confirms another address. */
export const emailChangeLife = day;
/** How long a link is good that resets a password. */
export const passwordResetLife = hour;
/** How long a link is good that invites somebody. */
export const invitationLife = 7 * day;
/** How long an address to which a link was sent is remembered: longer than any link about an address is valid. */
export const addressClaimLife = 8 * day;
/** How long the address that another one has replaced is kept, for the notice about the change. */
export const formerEmailLife = 14 * day;

/** How long failed attempts count at a place that has free ones left. */
export const freeTriesLife = 15 * minute;
/** How long failed attempts count at a place that is locked. */
export const lockedTriesLife = day;
/** The longest that somebody has to wait for the next attempt. */
export const longestLock = hour;
/** How long no second notice is sent about the attempts at an address. */
export const lockNoticePause = hour;
/** How long an attempt may be undecided: by then the function that checked it has died, and the attempt counts as failed. */
export const undecidedTry = 5 * second;
/** The window in which attempts of somebody who is signed in are counted, from :00, :15, :30 or :45 on, in seconds. */
export const triesWindowSeconds = 15 * 60;
