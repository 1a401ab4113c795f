import {
  createSigningKey,
  deleteAlias,
  getPublicKey,
  listKeys,
  nameKey,
  scheduleDeletion,
} from '../../../../aws/kms.ts';
import type { PublicJwk } from './jwk.ts';
import type { KeyStore } from './keyring.ts';
import { aliasOf } from './kms-keyring.ts';
import { publicJwkOfDer } from './signing-key.ts';

/** Makes private halves in KMS, which they never leave, and finds them by aliases with the prefix `beginning`. */
export function createKmsKeyStore(beginning: string): KeyStore {
  async function name(keyId: string): Promise<PublicJwk> {
    const jwk = publicJwkOfDer(await getPublicKey(keyId));
    await nameKey({ alias: aliasOf(beginning, jwk.kid), keyId });
    return jwk;
  }

  return {
    async make() {
      const keyId = await createSigningKey(`Signs access tokens (${beginning})`);
      return name(keyId).catch(async (error: unknown) => {
        // A key without its alias would never be found again, and costs by the month.
        await scheduleDeletion(keyId);
        throw error;
      });
    },

    async keepOnly(kids) {
      const kept = kids.map((kid) => aliasOf(beginning, kid));
      for (const { alias, keyId } of await listKeys(aliasOf(beginning, ''))) {
        if (kept.includes(alias)) continue;
        await scheduleDeletion(keyId);
        await deleteAlias(alias);
      }
    },
  };
}
