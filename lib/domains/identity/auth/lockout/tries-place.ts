import { createHash } from 'node:crypto';
import { networkOf } from '../../../../network.ts';
import type { Security } from '../../users/security.ts';

/** Where a sign-in comes from, and on which of the account's own devices it is; any other device is a stranger's. */
export interface Origin {
  readonly userAgent: string;
  /** Network address. */
  readonly address: string;
  readonly deviceId?: string | undefined;
}

/** Where tries to come into an account are counted together. */
export interface TriesPlace {
  /** As `triedAccount` names it. */
  readonly account: string;
  /** The account's `unlocks`, 0 where there is none: once it is raised, everything is counted anew. */
  readonly unlocks: number;
  readonly source: string;
}

/**
 * Names what is tried: an account by its id, since whoever has its address next is another one, and by the address's hash
 * what there is no account for.
 */
export function triedAccount(emailHash: string, userId: string | undefined): string {
  return userId === undefined ? `emails/${emailHash}` : `users/${userId}`;
}

/** Passwords are counted by network, and on a device of the account's owner by that device, wherever it is. */
export function passwordPlace(
  account: string,
  { unlocks = 0 }: Partial<Pick<Security, 'unlocks'>> = {},
  { address, deviceId }: Pick<Origin, 'address' | 'deviceId'>,
): TriesPlace {
  return { account, unlocks, source: deviceId === undefined ? `NETWORK#${hashOf(address)}` : `DEVICE#${deviceId}` };
}

/** Codes are counted for the whole account, since whoever tries them knows the password; but for its own devices apart. */
export function codePlace(
  { userId, unlocks }: Pick<Security, 'userId' | 'unlocks'>,
  { deviceId }: Pick<Origin, 'deviceId'> = {},
): TriesPlace {
  return { account: `users/${userId}`, unlocks, source: deviceId === undefined ? 'CODES' : `CODES#DEVICE#${deviceId}` };
}

/** A network's address tells where a person is, and a key may reach a log: it stands there as a hash. */
function hashOf(address: string): string {
  return createHash('sha256').update(networkOf(address)).digest('base64url');
}
