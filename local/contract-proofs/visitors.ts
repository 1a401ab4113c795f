import { randomUUID } from 'node:crypto';
import { codeOf } from '../demo/authenticator.ts';
import { type Client, createClient } from '../demo/client.ts';
import type { CloudPlace } from '../temporary-cloud.ts';
import { makeDeadLetter } from './dead-letter.ts';
import type { Ask, Identified, Visitor } from './visitor.ts';

type SignedIn = Pick<Visitor, 'accessToken' | 'refreshToken'> & { readonly user: Identified };

/** What there is to be called about. */
export interface Visitors {
  readonly apiUrl: string;
  readonly ask: Ask;
  readonly tokenOf: Client['tokenOf'];
  readonly admin: Visitor;
  /** Somebody new, whose address is not verified. */
  newcomer(): Promise<Visitor>;
  /** Somebody new, whose address is. */
  visitor(): Promise<Visitor>;
  /** Turns the second factor of somebody on; answers their recovery codes. */
  secure(visitor: Visitor): Promise<readonly string[]>;
  /** A new dead letter of the queue of mails, which is that of a welcome. */
  deadLetter(): Promise<string>;
}

const password = 'Correct-Horse-9';

/** Signs the seeded admin in, and has ready what routes are called about. */
export async function welcomeVisitors(place: CloudPlace): Promise<Visitors> {
  const { send, tokenOf } = createClient(place.apiUrl, place.mailboxUrl);
  const ask: Ask = async (path, options) => {
    const { status, code, data } = await send(path, options);
    if (status >= 400) throw new Error(`${options?.method ?? 'POST'} ${path} answered ${status} ${code}`);
    return data;
  };
  const signIn = async (email: string, secret: string): Promise<Visitor> => {
    const data = { email, password: secret, transport: 'body' };
    const signedIn = await ask<SignedIn>('/v1/auth/login', { data });
    return { id: signedIn.user.id, email, password: secret, ...signedIn };
  };
  const admin = await signIn('admin@polyclinic.test', 'Polyclinic1');
  const newcomer = async () => {
    const email = `${randomUUID()}@example.com`;
    const data = { email, password, name: 'Ada Lovelace', dateOfBirth: '1990-12-10' };
    await ask('/v1/auth/register', { data });
    return signIn(email, password);
  };
  return {
    apiUrl: place.apiUrl,
    ask,
    tokenOf,
    admin,
    newcomer,
    async visitor() {
      const person = await newcomer();
      const token = await tokenOf(person.email, /confirm your email/i);
      await ask('/v1/auth/verify-email', { data: { token } });
      return person;
    },
    async secure({ accessToken }) {
      const { secret } = await ask<{ secret: string }>('/v1/auth/mfa/totp', { accessToken, data: { password } });
      const data = { code: codeOf(secret, new Date()) };
      return (await ask<{ recoveryCodes: string[] }>('/v1/auth/mfa/totp/confirm', { accessToken, data })).recoveryCodes;
    },
    deadLetter: () => makeDeadLetter(place, ask, admin),
  };
}
