import { createPublicKey, generateKeySync, type KeyObject, privateEncrypt, randomBytes, randomUUID } from 'node:crypto';
import { decrypt, encrypt } from '../../lib/secrets/aes-gcm.ts';

export interface KmsKey {
  /** The private half of a key that signs, or a key that encrypts. */
  readonly material: KeyObject;
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
}

/** What a call to KMS is given, bytes in base64; a context alone is no text, and is only compared. */
export type KmsInput = Readonly<Record<string, string>>;

/** An error as KMS answers it. */
export class KmsError extends Error {
  readonly status: number;

  constructor(name: string) {
    super(`KMS says ${name}`);
    this.name = name;
    this.status = name === 'KMSInternalException' ? 500 : 400;
  }
}

/** DER of a DigestInfo of SHA-256, up to the digest: what PKCS #1 v1.5 pads and signs. */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/**
 * The operations of KMS on keys that sign or encrypt, as its reference describes them, with `node:crypto` behind them. The keys that it
 * will make are made already: a client waits for a second, and on a busy machine RSA takes longer.
 */
export function createKmsOperations(
  keys: Map<string, KmsKey>,
  aliases: Map<string, string>,
  prepared: Iterator<KeyObject>,
) {
  /** Any key by its id; `named` also by its alias, which not every operation takes. */
  const keyOf = (id = '', { named = false } = {}) => {
    const key = keys.get(named ? (aliases.get(id) ?? id) : id);
    if (!key) throw new KmsError('NotFoundException');
    return key;
  };
  const usable = (id: string | undefined) => {
    const key = keyOf(id, { named: true });
    if (key.state === 'Disabled') throw new KmsError('DisabledException');
    if (key.state === 'PendingDeletion') throw new KmsError('KMSInvalidStateException');
    return key.material;
  };

  const materialFor = (use: string): KeyObject => {
    if (use === 'SYMMETRIC_DEFAULT ENCRYPT_DECRYPT') return generateKeySync('aes', { length: 256 });
    if (use !== 'RSA_2048 SIGN_VERIFY') throw new KmsError('UnsupportedOperationException');
    const { value, done } = prepared.next();
    if (done) throw new Error('no key is left that was prepared');
    return value;
  };

  return {
    CreateKey({ KeySpec, KeyUsage }) {
      const KeyId = randomUUID();
      keys.set(KeyId, { material: materialFor(`${KeySpec} ${KeyUsage}`), state: 'Enabled' });
      return { KeyMetadata: { KeyId } };
    },
    GetPublicKey({ KeyId }) {
      const der = createPublicKey(usable(KeyId)).export({ type: 'spki', format: 'der' });
      return { KeyId, PublicKey: der.toString('base64') };
    },
    CreateAlias({ AliasName = '', TargetKeyId = '' }) {
      if (!/^alias\/[\w/-]{1,250}$/.test(AliasName)) throw new KmsError('InvalidAliasNameException');
      if (aliases.has(AliasName)) throw new KmsError('AlreadyExistsException');
      keyOf(TargetKeyId);
      aliases.set(AliasName, TargetKeyId);
      return {};
    },
    DeleteAlias({ AliasName = '' }) {
      if (!aliases.delete(AliasName)) throw new KmsError('NotFoundException');
      return {};
    },
    // Two at a time, so that whoever lists has to turn pages; the aliases of AWS's own keys lead nowhere at first.
    ListAliases({ Marker = '0' }) {
      const all = [['alias/aws/s3'], ...aliases].map(([AliasName, TargetKeyId]) => ({ AliasName, TargetKeyId }));
      const end = Number(Marker) + 2;
      const page = { Aliases: all.slice(Number(Marker), end) };
      return end < all.length ? { ...page, Truncated: true, NextMarker: String(end) } : page;
    },
    ScheduleKeyDeletion({ KeyId }) {
      const key = keyOf(KeyId);
      if (key.state === 'PendingDeletion') throw new KmsError('KMSInvalidStateException');
      key.state = 'PendingDeletion';
      return { KeyId };
    },
    // The ciphertext names its key, as that of KMS does.
    GenerateDataKeyWithoutPlaintext({ KeyId = '', KeySpec, EncryptionContext }) {
      if (KeySpec !== 'AES_256') throw new KmsError('ValidationException');
      const id = aliases.get(KeyId) ?? KeyId;
      const ciphertext = encrypt(usable(id), randomBytes(32), JSON.stringify(EncryptionContext));
      return { KeyId: id, CiphertextBlob: Buffer.concat([Buffer.from(id), ciphertext]).toString('base64') };
    },
    Decrypt({ KeyId = '', CiphertextBlob = '', EncryptionContext }) {
      const blob = Buffer.from(CiphertextBlob, 'base64');
      const id = blob.subarray(0, 36).toString();
      if (!keys.has(id)) throw new KmsError('InvalidCiphertextException');
      if ((aliases.get(KeyId) ?? KeyId) !== id) throw new KmsError('IncorrectKeyException');
      const plaintext = decrypt(usable(id), blob.subarray(36), JSON.stringify(EncryptionContext));
      if (!plaintext) throw new KmsError('InvalidCiphertextException');
      return { KeyId: id, Plaintext: plaintext.toString('base64') };
    },
    Sign({ KeyId, Message = '', MessageType, SigningAlgorithm }) {
      const digest = Buffer.from(Message, 'base64');
      const isDigest = MessageType === 'DIGEST' && digest.length === 32;
      if (!isDigest || SigningAlgorithm !== 'RSASSA_PKCS1_V1_5_SHA_256') throw new KmsError('ValidationException');
      // Encrypting with the private key pads as a signature does; `sign` would take the digest of the digest.
      const signature = privateEncrypt(usable(KeyId), Buffer.concat([digestInfo, digest]));
      return { KeyId, Signature: signature.toString('base64'), SigningAlgorithm };
    },
  } satisfies Record<string, (input: KmsInput) => object>;
}
