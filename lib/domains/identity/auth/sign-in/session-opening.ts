import type { Write } from '../../../../data/write.ts';
import type { NewEvent } from '../../../../events/definition.ts';
import { sessionStartedOnNewDevice } from '../../events/sign-in.ts';
import { createSessionService, type Device, type SessionDependencies } from '../../sessions/service.ts';
import type { AccessTokenIssuer } from '../../tokens/access-tokens.ts';
import type { Account } from '../../users/accounts.ts';
import { seenAt, type User } from '../../users/schema.ts';
import type { Security } from '../../users/security.ts';
import { ifUnchanged } from '../../users/security-repository.ts';
import { SignInOvertaken } from '../lockout/sign-in-overtaken.ts';
import type { Origin } from '../lockout/tries-place.ts';
import { createDeviceTokens, type KnownDevice } from './device-tokens.ts';
import { issueTokens, type Tokens } from './session-tokens.ts';

/** What a request to sign in says of where it comes from. */
export interface SignInClient extends Device {
  /** The device tokens as they came; of two cookies one may be another person's, or outdated. */
  readonly deviceTokens?: readonly string[] | undefined;
}

/** What a person gets by signing in. */
export interface SignedIn extends Tokens {
  readonly outcome: 'signed_in';
  readonly deviceToken: string;
  readonly user: User;
}

/** What the transaction that begins a session carries beside it. */
interface OpeningOptions {
  /** A better hash of the same password. */
  readonly passwordHash?: string | undefined;
  /** Writes that use up the proof that was given, and clear failed attempts. */
  readonly writes?: readonly Write[];
  /** Events that the proof leads to. */
  readonly events?: readonly NewEvent[];
}

interface SessionOpeningDependencies extends SessionDependencies {
  readonly accessTokens: AccessTokenIssuer;
}

/** Begins the sessions of people who have proved who they are. */
export function createSessionOpening({ accessTokens, ...platform }: SessionOpeningDependencies) {
  const { clock, newId, secrets } = platform;
  const sessions = createSessionService(platform);
  const devices = createDeviceTokens({ secrets, clock });

  return {
    /**
     * Finds the account's own device by the first genuine token that its owner got in the present `deviceEpoch`; any other
     * device counts as a stranger's, by its network.
     */
    async locate({ deviceTokens = [], ...device }: SignInClient, owner: DeviceOwner | undefined): Promise<Origin> {
      const known = await Promise.all(deviceTokens.map(devices.parse));
      return { ...device, deviceId: known.find((each) => isOwned(each, owner))?.deviceId };
    },

    /**
     * Begins a session in one transaction with all that goes along, provided that the person is as they were read; else throws
     * `SignInOvertaken`. People are told of a device that is new, unless it is their first sign-in.
     */
    async open(
      { person, security }: Account,
      origin: Origin,
      { passwordHash, writes = [], events = [] }: OpeningOptions = {},
    ): Promise<SignedIn> {
      const { userId, signedInBefore, hasSessions } = security;
      const sessionId = newId();
      const isNew = signedInBefore && origin.deviceId === undefined;
      const { refreshToken } = await sessions.start(security, origin, {
        sessionId,
        writes: [
          ifUnchanged(security, {
            set: {
              ...(!signedInBefore && { signedInBefore: true }),
              ...(!hasSessions && { hasSessions: true }),
              ...(passwordHash && { passwordHash }),
            },
            conflict: () => new SignInOvertaken(),
          }),
          ...writes,
        ],
        events: isNew ? [...events, newDeviceEvent(userId, sessionId)] : events,
      });
      const tokens = await issueTokens(accessTokens, { security, sessionId, refreshToken });
      const deviceToken = await devices.issue(security, origin.deviceId);
      return { outcome: 'signed_in', ...tokens, deviceToken, user: seenAt(clock(), person) };
    },
  };
}

type DeviceOwner = Pick<Security, 'userId' | 'deviceEpoch'>;

/** Whether the device is the owner's: it must have passed all that a sign-in asks for today. */
function isOwned(device: KnownDevice | undefined, owner: DeviceOwner | undefined): boolean {
  return device?.userId === owner?.userId && device?.epoch === (owner?.deviceEpoch ?? 0);
}

function newDeviceEvent(userId: string, sessionId: string): NewEvent {
  return sessionStartedOnNewDevice.of({ subject: `users/${userId}`, data: { userId, sessionId } });
}
