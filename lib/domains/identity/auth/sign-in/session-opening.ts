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
  /** As they came; of two cookies one may be another person's, or of another time. */
  readonly deviceTokens?: readonly string[] | undefined;
}

/** What a person has once they are in. */
export interface SignedIn extends Tokens {
  readonly deviceToken: string;
  readonly user: User;
}

/** What the transaction of the session carries beside it. */
interface OpeningOptions {
  /** A better hash of the same password. */
  readonly passwordHash?: string | undefined;
  /** What uses up the proof that was given, and forgets failed tries. */
  readonly writes?: readonly Write[];
  /** What the proof makes known. */
  readonly events?: readonly NewEvent[];
}

interface SessionOpeningDependencies extends SessionDependencies {
  readonly accessTokens: AccessTokenIssuer;
}

/** Lets a person in who has proved who they are. */
export function createSessionOpening({ accessTokens, ...platform }: SessionOpeningDependencies) {
  const { clock, newId, secrets } = platform;
  const sessions = createSessionService(platform);
  const devices = createDeviceTokens({ secrets, clock });

  return {
    /**
     * Tells an account's own device, by the first genuine token that its owner got as the account stands; any other is a
     * stranger on a network.
     */
    async locate({ deviceTokens = [], ...device }: SignInClient, owner: DeviceOwner | undefined): Promise<Origin> {
      const known = await Promise.all(deviceTokens.map(devices.parse));
      return { ...device, deviceId: known.find((each) => isOwned(each, owner))?.deviceId };
    },

    /**
     * Begins a session in one transaction with all that goes along: the person is as they were read, else
     * `SignInOvertaken`; a device that is new to a person who is not is told of.
     */
    async open(
      { person, security }: Account,
      origin: Origin,
      { passwordHash, writes = [], events = [] }: OpeningOptions = {},
    ): Promise<SignedIn> {
      const { userId, signedInBefore } = security;
      const sessionId = newId();
      const isNew = signedInBefore && origin.deviceId === undefined;
      const { refreshToken } = await sessions.start(security, origin, {
        sessionId,
        writes: [
          ifUnchanged(security, {
            set: { ...(!signedInBefore && { signedInBefore: true }), ...(passwordHash && { passwordHash }) },
            conflict: () => new SignInOvertaken(),
          }),
          ...writes,
        ],
        events: isNew ? [...events, newDeviceEvent(userId, sessionId)] : events,
      });
      const tokens = await issueTokens(accessTokens, { security, sessionId, refreshToken });
      const deviceToken = await devices.issue(security, origin.deviceId);
      return { ...tokens, deviceToken, user: seenAt(clock(), person) };
    },
  };
}

type DeviceOwner = Pick<Security, 'userId' | 'deviceEpoch'>;

/** A device is the owner's only when it has passed all that signs them in today. */
function isOwned(device: KnownDevice | undefined, owner: DeviceOwner | undefined): boolean {
  return device?.userId === owner?.userId && device?.epoch === (owner?.deviceEpoch ?? 0);
}

function newDeviceEvent(userId: string, sessionId: string): NewEvent {
  return sessionStartedOnNewDevice.of({ subject: `users/${userId}`, data: { userId, sessionId } });
}
