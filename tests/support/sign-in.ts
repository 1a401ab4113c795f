import type { Passwords } from '../../lib/domains/identity/auth/passwords/passwords.ts';

/** Passwords whose hash is plain to see, which count how often one was looked at. */
export function createCountingPasswords() {
  const counted = { verified: 0 };
  const passwords: Passwords = {
    hash: async (password) => `hash:${password}`,
    verify: async (password, hash) => {
      counted.verified++;
      return hash === `hash:${password}`;
    },
    needsRehash: (hash) => !hash.startsWith('hash:'),
  };
  return { passwords, counted };
}
