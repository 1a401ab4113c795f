import { createHash } from 'node:crypto';
import { networkOf } from '../../../../network.ts';
import type { Security } from '../../users/security.ts';

/** Where a sign-in comes from, and which of the account's own devices it is on; any other device counts as a stranger's. */
export interface Origin {
  readonly userAgent: string;
  /** The network address. */
  readonly address: string;
  readonly deviceId?: string | undefined;
}

/** A place where attempts to sign in to an account are counted together. */
export interface TriesPlace {
  /** The account's name by `triedAccount`. */
  readonly account: string;
  /** The account's `unlocks`, 0 where there is none: when it is raised, every count starts anew. */
  readonly unlocks: number;
  readonly source: string;
}

/**
 * Names the account of an attempt: by its id, since whoever has its address next is another person, or by the hash of an
 * address without an account.
 */
export function triedAccount(emailHash: string, userId: string | undefined): string {
  return userId === undefined ? `emails/${emailHash}` : `users/${userId}`;
}

/** The place of password attempts: the network, or on a device of the account's owner that device, wherever it is. */
export function passwordPlace(
  account: string,
  { unlocks = 0 }: Partial<Pick<Security, 'unlocks'>> = {},
  { address, deviceId }: Pick<Origin, 'address' | 'deviceId'>,
): TriesPlace {
  return { account, unlocks, source: deviceId === undefined ? `NETWORK#${hashOf(address)}` : `DEVICE#${deviceId}` };
}

/** The place of code attempts: the whole account, since whoever gets so far knows the password, but each own device apart. */
export function codePlace(
  { userId, unlocks }: Pick<Security, 'userId' | 'unlocks'>,
  { deviceId }: Pick<Origin, 'deviceId'> = {},
): TriesPlace {
  return { account: `users/${userId}`, unlocks, source: deviceId === undefined ? 'CODES' : `CODES#DEVICE#${deviceId}` };
}

/** Hashes a network address: it tells where a person is, and keys may reach a log. */
function hashOf(address: string): string {
  return createHash('sha256').update(networkOf(address)).digest('base64url');
}
