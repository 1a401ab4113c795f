import { createFirstPartyIdentity } from '../../sessions/first-party-identity.ts';
import { createLiveSessions } from '../../sessions/live-sessions.ts';
import { createSessionService, type SessionDependencies } from '../../sessions/service.ts';
import type { PublishedKeys } from '../../tokens/signing-keys/published-keys.ts';

/** What somebody who goes shows of the sessions that are to end. */
export interface ShownTokens {
  readonly refreshTokens: readonly string[];
  readonly accessToken?: string | undefined;
}

interface SignOutDependencies extends SessionDependencies {
  readonly keys: Pick<PublishedKeys, 'load' | 'missed'>;
}

export type SignOutService = ReturnType<typeof createSignOutService>;

/** How a person goes out; apart from all that signs a token. */
export function createSignOutService({ keys, ...platform }: SignOutDependencies) {
  const { read, clock } = platform;
  const sessions = createSessionService(platform);
  const people = createFirstPartyIdentity({ keys, liveSessions: createLiveSessions({ read, clock }), clock });

  return {
    /** Ends every session that a genuine token names, also one that has expired; no error where it has ended, or never was. */
    async logOut({ refreshTokens, accessToken }: ShownTokens): Promise<void> {
      const named = await Promise.all([
        ...refreshTokens.map(sessions.find),
        accessToken === undefined ? undefined : people.sessionOf(accessToken),
      ]);
      // Several tokens may be of one session, which ends once.
      const keys = new Map(named.flatMap((key) => (key ? [[key.sessionId, key]] : [])));
      await Promise.all([...keys.values()].map(sessions.end));
    },
  };
}
