import { createFirstPartyIdentity } from '../../sessions/first-party-identity.ts';
import { createLiveSessions } from '../../sessions/live-sessions.ts';
import { createSessionService, type SessionDependencies } from '../../sessions/service.ts';
import type { PublishedKeys } from '../../tokens/signing-keys/published-keys.ts';

/** What a person who signs out shows of the sessions that are to end. */
export interface ShownTokens {
  readonly refreshTokens: readonly string[];
  readonly accessToken?: string | undefined;
}

interface SignOutDependencies extends SessionDependencies {
  readonly keys: Pick<PublishedKeys, 'load' | 'missed'>;
}

export type SignOutService = ReturnType<typeof createSignOutService>;

/** Signs people out; it is apart from all that signs a token. */
export function createSignOutService({ keys, ...platform }: SignOutDependencies) {
  const { read, clock } = platform;
  const sessions = createSessionService(platform);
  const people = createFirstPartyIdentity({ keys, liveSessions: createLiveSessions({ read, clock }), clock });

  return {
    /**
     * Ends every session that a genuine token names, even an expired one; it is no error where the session has ended or never
     * was.
     */
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
