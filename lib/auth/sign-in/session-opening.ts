import { type Clock, systemClock } from '../../clock.ts';
import type { Write } from '../../data/write.ts';
import { Unavailable } from '../../errors.ts';
import type { NewEvent } from '../../events/event-types.ts';
import { newId as liveNewId } from '../../ids.ts';
import { createSessionService, type Device, type SessionService } from '../../sessions/service.ts';
import type { Account } from '../../users/accounts.ts';
import { seenAt, type User } from '../../users/schema.ts';
import { ifUnchanged, type Security } from '../security.ts';
import type { AccessTokenIssuer } from '../tokens/access-tokens.ts';
import { createLiveAccessTokenIssuer } from '../tokens/live-access-tokens.ts';
import { createDeviceTokens, type DeviceTokens } from './device-tokens.ts';
import { createLockout, type Lockout } from './lockout.ts';
import type { SignInPlace } from './lockout-repository.ts';
import { issueTokens, type Tokens } from './session-tokens.ts';

/** What a request to sign in says of where it comes from. */
export interface Visit extends Device {
  /** As they came; of two cookies one may be another person's, or of another time. */
  readonly deviceTokens?: readonly string[] | undefined;
}

/** Where somebody comes in from: what their client is, and where their tries are counted. */
export interface Arrival {
  readonly device: Device;
  readonly place: SignInPlace;
}

/** What a person has once they are in. */
export interface SignedIn extends Tokens {
  readonly deviceToken: string;
  readonly user: User;
}

/** What the transaction of the session carries beside it. */
export interface OpeningOptions {
  /** A better hash of the same password. */
  readonly passwordHash?: string | undefined;
  /** What uses up the proof that was given. */
  readonly writes?: readonly Write[];
  /** What the proof makes known. */
  readonly events?: readonly NewEvent[];
}

/** What decides about the person is no longer what was read: it has to be looked at again. */
export class SignInOvertaken extends Unavailable {
  constructor() {
    super('DATABASE_UNAVAILABLE', 'The account was changed at the same moment. Try again.', { retryAfter: 1 });
  }
}

export interface SessionOpeningDependencies {
  readonly sessions?: Pick<SessionService, 'start'>;
  readonly lockout?: Pick<Lockout, 'clear'>;
  readonly devices?: DeviceTokens;
  readonly accessTokens?: AccessTokenIssuer;
  readonly clock?: Clock;
  readonly newId?: () => string;
}

export type SessionOpening = ReturnType<typeof createSessionOpening>;

/** Lets a person in who has proved who they are. */
export function createSessionOpening({
  sessions = createSessionService(),
  lockout = createLockout(),
  devices = createDeviceTokens(),
  accessTokens = createLiveAccessTokenIssuer(),
  clock = systemClock,
  newId = liveNewId,
}: SessionOpeningDependencies = {}) {
  return {
    /** Tells an account's own device, by the first genuine token of its owner's; any other is a stranger on a network. */
    async locate(
      { deviceTokens = [], ...device }: Visit,
      emailHash: string,
      { userId, unlocks = 0 }: Partial<Pick<Security, 'userId' | 'unlocks'>> = {},
    ): Promise<Arrival> {
      const known = await Promise.all(deviceTokens.map(devices.parse));
      const deviceId = known.find((each) => each?.userId === userId)?.deviceId;
      return { device, place: { emailHash, unlocks, address: device.address, deviceId } };
    },

    /**
     * Begins a session in one transaction with all that goes along: the person is as they were read, else
     * `SignInOvertaken`; failed tries are forgotten; a device that is new to a person who is not is told of.
     */
    async open(
      { person, security }: Account,
      { device, place }: Arrival,
      { passwordHash, writes = [], events = [] }: OpeningOptions = {},
    ): Promise<SignedIn> {
      const { userId, signedInBefore } = security;
      const sessionId = newId();
      const isNew = signedInBefore && place.deviceId === undefined;
      const { refreshToken } = await sessions.start(security, device, {
        sessionId,
        writes: [
          ifUnchanged(security, {
            set: { ...(!signedInBefore && { signedInBefore: true }), ...(passwordHash && { passwordHash }) },
            conflict: () => new SignInOvertaken(),
          }),
          lockout.clear(place),
          ...writes,
        ],
        events: isNew ? [...events, newDeviceEvent(userId, sessionId)] : events,
      });
      const tokens = await issueTokens(accessTokens, { security, sessionId, refreshToken });
      const deviceToken = await devices.issue(userId, place.deviceId);
      return { ...tokens, deviceToken, user: seenAt(clock(), person) };
    },
  };
}

function newDeviceEvent(userId: string, sessionId: string): NewEvent {
  return { type: 'session.started-on-new-device', subject: `users/${userId}`, data: { userId, sessionId } };
}
