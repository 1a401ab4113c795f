import { createReader, type Reader } from '../data/read.ts';
import { Unauthenticated } from '../errors.ts';
import { createSessionService, type Device, type SessionService } from '../sessions/service.ts';
import { createUserRepository, type UserRepository } from '../users/repository.ts';
import type { User } from '../users/schema.ts';
import { type AccessTokenIssuer, accessTokenSeconds } from './access-tokens.ts';
import { createLiveAccessTokenIssuer } from './live-access-tokens.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import type { Credentials } from './schema.ts';
import { type Security, securityAt } from './security.ts';

/** Looked up in place of whoever an unknown address would be, so that it takes as many reads as a known one. */
const nobody = '00000000-0000-7000-8000-000000000000';

/** Tokens of a session, and how long the access token lives in seconds. */
export interface Tokens {
  readonly accessToken: string;
  readonly tokenType: 'Bearer';
  readonly expiresIn: number;
  readonly refreshToken: string;
}

export interface SignInDependencies {
  readonly read?: Reader;
  readonly users?: UserRepository;
  readonly sessions?: SessionService;
  readonly passwords?: Passwords;
  readonly accessTokens?: AccessTokenIssuer;
}

export type SignInService = ReturnType<typeof createSignInService>;

/** How a person comes in, stays in and goes out. */
export function createSignInService({
  read = createReader(),
  users = createUserRepository(),
  sessions = createSessionService(),
  passwords = createPasswords(),
  accessTokens = createLiveAccessTokenIssuer(),
}: SignInDependencies = {}) {
  async function findAccount(email: string): Promise<{ user: User; security: Security } | undefined> {
    const userId = (await users.findIdByEmail(email)) ?? nobody;
    const [user, security] = await read.findTogether([users.at(userId), securityAt(userId)]);
    return user && security?.status === 'active' ? { user, security } : undefined;
  }

  async function tokensFor(security: Security, sessionId: string, refreshToken: string): Promise<Tokens> {
    const { userId, roles, clinicId, tokenVersion: version } = security;
    const accessToken = await accessTokens.issue({ userId, sessionId, roles, clinicId, version });
    return { accessToken, tokenType: 'Bearer', expiresIn: accessTokenSeconds, refreshToken };
  }

  return {
    /** Begins a session; an unknown address and a wrong password look alike: `INVALID_CREDENTIALS`. */
    async logIn({ email, password }: Credentials, device: Device): Promise<Tokens & { user: User }> {
      const account = await findAccount(email);
      const genuine = await passwords.verify(password, account?.security.passwordHash);
      if (!account || !genuine) {
        throw new Unauthenticated('INVALID_CREDENTIALS', 'The email address or the password is wrong.');
      }
      const { sessionId, refreshToken } = await sessions.start(account.security, device);
      return { ...(await tokensFor(account.security, sessionId, refreshToken)), user: account.user };
    },

    /** Goes on with a session; throws `INVALID_REFRESH_TOKEN`, `REFRESH_SUPERSEDED`. */
    async refresh(token: string): Promise<Tokens> {
      const { security, sessionId, refreshToken } = await sessions.refresh(token);
      return tokensFor(security, sessionId, refreshToken);
    },

    /** Ends a session; it is no error when it has ended already. */
    logOut: (token: string): Promise<void> => sessions.end(token),
  };
}
