import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Clock, systemClock } from '../../../../clock.ts';
import { secrets as liveSecrets, type Secrets } from '../../../../secrets/secrets.ts';
import type { Security } from '../../users/security.ts';

/** A device that somebody has signed in on; its id is 16 random bytes in hex. */
export interface KnownDevice {
  readonly userId: string;
  readonly deviceId: string;
  /** The account's `deviceEpoch` as it was then. */
  readonly epoch: number;
}

// version (1) ‖ user id (16) ‖ device id (16) ‖ day of issue (2) ‖ epoch (3) ‖ tag (16): 54 bytes, a multiple of three, so
// that base64url has no spare bits and no two texts mean the same token. Those of 51 bytes, without an epoch, are unknown.
const dayAt = 33;
const epochAt = 35;
const tagAt = 38;
const shape = /^[A-Za-z0-9_-]{72}$/;

const dayMilliseconds = 24 * 60 * 60 * 1_000;
/** How long a device is known after the last sign-in on it, in days. */
export const deviceTokenDays = 365;

/** Device tokens: they tell that somebody has signed in on a device before, let nobody in, and are looked up nowhere. */
export function createDeviceTokens({
  secrets = liveSecrets,
  clock = systemClock,
}: {
  readonly secrets?: Secrets;
  readonly clock?: Clock;
} = {}) {
  return {
    /** A token for the device, good for a year and as the account stands; a device without an id is a new one. */
    async issue(
      { userId, deviceEpoch = 0 }: Pick<Security, 'userId' | 'deviceEpoch'>,
      deviceId: string = randomBytes(16).toString('hex'),
    ): Promise<string> {
      const { version, key } = await secrets.current('device-token');
      const standing = Buffer.alloc(tagAt - dayAt);
      standing.writeUInt16BE(dayOf(clock()));
      standing.writeUIntBE(deviceEpoch, epochAt - dayAt, tagAt - epochAt);
      const body = Buffer.concat([Buffer.of(version), bytesOf(userId), bytesOf(deviceId), standing]);
      return Buffer.concat([body, tagOf(key, body)]).toString('base64url');
    },

    /** Reads a token from a client; undefined when it was never one of ours, or is older than a year. */
    async parse(token: string): Promise<KnownDevice | undefined> {
      if (!shape.test(token)) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      const key = await secrets.at('device-token', bytes.readUInt8(0));
      if (!key || !timingSafeEqual(tagOf(key, bytes.subarray(0, tagAt)), bytes.subarray(tagAt))) return undefined;
      if (dayOf(clock()) - bytes.readUInt16BE(dayAt) > deviceTokenDays) return undefined;
      const epoch = bytes.readUIntBE(epochAt, tagAt - epochAt);
      return { userId: uuidOf(bytes.subarray(1, 17)), deviceId: bytes.subarray(17, dayAt).toString('hex'), epoch };
    },
  };
}

export type DeviceTokens = ReturnType<typeof createDeviceTokens>;

/** Days since the Unix epoch; two bytes are enough until 2149. */
function dayOf(time: Date): number {
  return Math.floor(time.getTime() / dayMilliseconds);
}

function tagOf(key: Buffer, body: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest().subarray(0, 16);
}

function bytesOf(id: string): Buffer {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  if (bytes.length !== 16) throw new Error('an id in a device token must have 16 bytes');
  return bytes;
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
