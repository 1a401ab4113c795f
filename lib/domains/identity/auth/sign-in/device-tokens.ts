import { randomBytes } from 'node:crypto';
import { day } from '../../../../clock.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { deviceTokenDays } from '../../durations.ts';
import { bytesOfId, createTokenCodec, uuidOfBytes } from '../../tokens/token-codec.ts';
import type { Security } from '../../users/security.ts';

/** A device that somebody has signed in on; its id is 16 random bytes in hex. */
export interface KnownDevice {
  readonly userId: string;
  readonly deviceId: string;
  /** The account's `deviceEpoch` at that sign-in. */
  readonly epoch: number;
}

// The body is user id (16) ‖ device id (16) ‖ day of issue (2) ‖ epoch (3); tokens of 34 bytes, without an epoch, are unknown.
const deviceAt = 16;
const dayAt = 32;
const epochAt = 34;
const bodyLength = 37;

/**
 * Makes and reads device tokens: they say that somebody has signed in on a device before, let nobody in, and are stored
 * nowhere.
 */
export function createDeviceTokens({ secrets, clock }: Pick<Platform, 'secrets' | 'clock'>) {
  const codec = createTokenCodec({ purpose: 'device-token', bodyLength }, secrets);

  return {
    /**
     * Makes a token for the device, valid for a year or until the account's `deviceEpoch` rises; a device without an id is new.
     */
    async issue(
      { userId, deviceEpoch = 0 }: Pick<Security, 'userId' | 'deviceEpoch'>,
      deviceId: string = randomBytes(16).toString('hex'),
    ): Promise<string> {
      const issuedThen = Buffer.alloc(bodyLength - dayAt);
      issuedThen.writeUInt16BE(dayOf(clock()));
      issuedThen.writeUIntBE(deviceEpoch, epochAt - dayAt, bodyLength - epochAt);
      const made = await secrets.current('device-token');
      return codec.encode(made, [bytesOfId(userId), bytesOfId(deviceId), issuedThen]);
    },

    /** Reads a token from a client; undefined when it was never one of ours, or is older than a year. */
    async parse(token: string): Promise<KnownDevice | undefined> {
      const body = (await codec.decode(token))?.body;
      if (!body || dayOf(clock()) - body.readUInt16BE(dayAt) > deviceTokenDays) return undefined;
      return {
        userId: uuidOfBytes(body.subarray(0, deviceAt)),
        deviceId: body.subarray(deviceAt, dayAt).toString('hex'),
        epoch: body.readUIntBE(epochAt, bodyLength - epochAt),
      };
    },
  };
}

/** Days since the Unix epoch; two bytes are enough until 2149. */
function dayOf(time: Date): number {
  return Math.floor(time.getTime() / day);
}
