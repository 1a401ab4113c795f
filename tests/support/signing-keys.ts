import type { PrivateJwk } from '../../lib/domains/identity/tokens/signing-keys/jwk.ts';
import type { Keyring, KeyStore } from '../../lib/domains/identity/tokens/signing-keys/keyring.ts';
import { newPrivateJwk, publicHalfOf, signerOf } from '../../lib/domains/identity/tokens/signing-keys/signing-key.ts';

/** Private halves in memory: what one instance makes, all sign with. */
export interface MemoryKeys extends Keyring, KeyStore {
  /** Ids of the keys that are held, the oldest first. */
  kids(): string[];
}

/** A place for private halves; `make` gives the key pairs one after the other, fresh ones by default. */
export function createMemoryKeys(makeKey: () => Promise<PrivateJwk> = newPrivateJwk): MemoryKeys {
  const held = new Map<string, PrivateJwk>();
  return {
    kids: () => [...held.keys()],
    async find(kid) {
      const jwk = held.get(kid);
      return jwk && signerOf(jwk);
    },
    async make() {
      const jwk = await makeKey();
      held.set(jwk.kid, jwk);
      return publicHalfOf(jwk);
    },
    async keepOnly(kids) {
      for (const kid of held.keys()) if (!kids.includes(kid)) held.delete(kid);
    },
  };
}
