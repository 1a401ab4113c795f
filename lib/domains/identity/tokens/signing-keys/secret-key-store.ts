import { findSecret, replaceSecret } from '../../../../secrets/secret-store.ts';
import type { PrivateJwk } from './jwk.ts';
import type { KeyStore } from './keyring.ts';
import { formatPrivateKeys, parsePrivateKeys } from './private-keys.ts';
import { newPrivateJwk, publicHalfOf } from './signing-key.ts';

/**
 * Keeps private halves in one file or parameter. Of two concurrent changes one would be lost, so that there must be one at a
 * time.
 */
export function createSecretKeyStore(source: string): KeyStore {
  async function keys(): Promise<readonly PrivateJwk[]> {
    const text = await findSecret(source);
    return text === undefined ? [] : parsePrivateKeys(text);
  }

  return {
    async make() {
      const jwk = await newPrivateJwk();
      await replaceSecret(source, formatPrivateKeys([...(await keys()), jwk]));
      return publicHalfOf(jwk);
    },

    async keepOnly(kids) {
      const held = await keys();
      const kept = held.filter(({ kid }) => kids.includes(kid));
      if (kept.length < held.length && kept.length > 0) await replaceSecret(source, formatPrivateKeys(kept));
    },
  };
}
