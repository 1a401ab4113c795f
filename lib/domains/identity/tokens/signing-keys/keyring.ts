import type { PublicJwk } from './jwk.ts';
import type { Signer } from './signing-key.ts';

/** The private halves of signing keys, as far as signing needs them. */
export interface Keyring {
  /** Finds what signs with the private half of a published key; undefined when it is not held here. */
  find(kid: string): Promise<Signer | undefined>;
}

/** The private halves of signing keys for those who make keys, which functions have no rights to. */
export interface KeyStore {
  /** Makes a key pair, keeps the private half, and gives the public one. */
  make(): Promise<PublicJwk>;
  /** Drops all private halves but those with these ids. */
  keepOnly(kids: readonly string[]): Promise<void>;
}
