import { setting } from '../../../../config.ts';
import type { KeyStore } from './keyring.ts';
import { createKmsKeyStore } from './kms-key-store.ts';
import { createSecretKeyStore } from './secret-key-store.ts';

/** Makes the key store of the place that POLYCLINIC_SIGNING_KEY names. */
export function createLiveKeyStore(): KeyStore {
  const source = setting('POLYCLINIC_SIGNING_KEY');
  return source.startsWith('kms:') ? createKmsKeyStore(source.slice('kms:'.length)) : createSecretKeyStore(source);
}
