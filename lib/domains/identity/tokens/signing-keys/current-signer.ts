import { Unavailable } from '../../../../errors.ts';
import type { Keyring } from './keyring.ts';
import type { PublishedKeys } from './published-keys.ts';
import type { Signer } from './signing-key.ts';

interface CurrentSignerDependencies {
  readonly publishedKeys: Pick<PublishedKeys, 'signing'>;
  readonly keyring: Keyring;
}

/**
 * Gives the key that signs at the moment: of the published keys in use, the newest whose private half is held. Throws
 * `Unavailable` when there is none.
 */
export function createCurrentSigner({ publishedKeys, keyring }: CurrentSignerDependencies): () => Promise<Signer> {
  return async () => {
    for (const kid of await publishedKeys.signing()) {
      const signer = await keyring.find(kid);
      if (signer) return signer;
    }
    throw new Unavailable('SIGNING_UNAVAILABLE', 'Nobody can be signed in at the moment; try again shortly.');
  };
}
