import type { PublicJwk } from './jwk.ts';
import type { Signer } from './signing-key.ts';

/** Where the private halves are, as far as signing goes. */
export interface Keyring {
  /** Signs with the private half of a published key; undefined when it is not held here. */
  find(kid: string): Promise<Signer | undefined>;
}

/** The same place for those who make keys; functions have no rights to that. */
export interface KeyStore {
  /** Makes a key pair, keeps the private half, and gives the public one. */
  make(): Promise<PublicJwk>;
  /** Drops all private halves but those of these ids. */
  keepOnly(kids: readonly string[]): Promise<void>;
}
