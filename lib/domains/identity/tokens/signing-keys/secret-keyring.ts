import type { Keyring } from './keyring.ts';
import { parsePrivateKeys } from './private-keys.ts';
import { type Signer, signerOf } from './signing-key.ts';

/** Signs with private keys that `load` gives as JSON, which are read again when a key is asked for that is not among them. */
export function createSecretKeyring(load: () => Promise<string>): Keyring {
  let signers: ReadonlyMap<string, Signer> = new Map();
  let loading: Promise<void> | undefined;

  async function read(): Promise<void> {
    signers = new Map(parsePrivateKeys(await load()).map((jwk) => [jwk.kid, signerOf(jwk)]));
  }

  function reload(): Promise<void> {
    loading ??= read().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  return {
    async find(kid) {
      if (!signers.has(kid)) await reload();
      return signers.get(kid);
    },
  };
}
