import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Clock, systemClock } from '../../clock.ts';
import { secrets as liveSecrets, type Secrets } from '../../secrets.ts';

/** A device that somebody has signed in on; its id is 16 random bytes in hex. */
export interface KnownDevice {
  readonly userId: string;
  readonly deviceId: string;
}

// version (1) ‖ user id (16) ‖ device id (16) ‖ day of issue (2) ‖ tag (16): 51 bytes, a multiple of three, so that
// base64url has no spare bits and no two texts mean the same token.
const dayAt = 33;
const tagAt = 35;
const shape = /^[A-Za-z0-9_-]{68}$/;

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
    /** A token for the device, good for a year; a device without an id is a new one. */
    async issue(userId: string, deviceId: string = randomBytes(16).toString('hex')): Promise<string> {
      const { version, key } = await secrets.current('device-token');
      const day = Buffer.alloc(2);
      day.writeUInt16BE(dayOf(clock()));
      const body = Buffer.concat([Buffer.of(version), bytesOf(userId), bytesOf(deviceId), day]);
      return Buffer.concat([body, tagOf(key, body)]).toString('base64url');
    },

    /** Reads a token from a client; undefined when it was never one of ours, or is older than a year. */
    async parse(token: string): Promise<KnownDevice | undefined> {
      if (!shape.test(token)) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      const key = await secrets.at('device-token', bytes.readUInt8(0));
      if (!key || !timingSafeEqual(tagOf(key, bytes.subarray(0, tagAt)), bytes.subarray(tagAt))) return undefined;
      if (dayOf(clock()) - bytes.readUInt16BE(dayAt) > deviceTokenDays) return undefined;
      return { userId: uuidOf(bytes.subarray(1, 17)), deviceId: bytes.subarray(17, dayAt).toString('hex') };
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
