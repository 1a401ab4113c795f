import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteAliasCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetPublicKeyCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  KMSClient,
  KMSInvalidStateException,
  paginateListAliases,
  ScheduleKeyDeletionCommand,
  SignCommand,
} from '@aws-sdk/client-kms';
import { Unavailable } from '../errors.ts';
import { bounded, retryStrategy } from './bounded.ts';

/** A KMS key and its alias. */
interface NamedKey {
  readonly alias: string;
  readonly keyId: string;
}

/** What a ciphertext is bound to beside its key. */
type Context = Readonly<Record<string, string>>;

/** The shortest time that KMS gives to change one's mind. */
const daysUntilDeletion = 7;

let client: KMSClient | undefined;

/** The KMS client, made when it is first needed; each call has as many tries as its caller has patience. */
function kms(): KMSClient {
  client ??= bounded(
    new KMSClient({
      retryStrategy,
      requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
    }),
  );
  return client;
}

/**
 * Signs a SHA-256 digest (RSASSA-PKCS1-v1_5) by the key of an alias. Throws `Unavailable` when KMS does not sign: it throttles,
 * does not answer, or the key is disabled, gone or not allowed.
 */
export async function signDigest(alias: string, digest: Uint8Array): Promise<Buffer> {
  const command = new SignCommand({
    KeyId: alias,
    Message: digest,
    MessageType: 'DIGEST',
    SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
  });
  const { Signature } = await kms().send(command).catch(cannotSign);
  return Signature ? Buffer.from(Signature) : cannotSign(new Error('KMS answered without a signature'));
}

/**
 * Decrypts what the key of an alias has encrypted in the same context; undefined for anything else. Throws `Unavailable` when
 * KMS does not decrypt: it throttles, does not answer, or the key is disabled, gone or not allowed.
 */
export async function decryptKey(alias: string, encrypted: Uint8Array, context: Context): Promise<Buffer | undefined> {
  const command = new DecryptCommand({ KeyId: alias, CiphertextBlob: encrypted, EncryptionContext: { ...context } });
  const isForeign = (error: unknown) =>
    error instanceof InvalidCiphertextException || error instanceof IncorrectKeyException;
  const { Plaintext } = await kms()
    .send(command)
    .catch((error: unknown) => (isForeign(error) ? { Plaintext: undefined } : cannotDecrypt(error)));
  return Plaintext && Buffer.from(Plaintext);
}

/** Makes a key of 256 bits, encrypted in a context by the key of an alias; nobody is shown its bytes. */
export async function makeEncryptedKey(alias: string, context: Context): Promise<Buffer> {
  const input = { KeyId: alias, KeySpec: 'AES_256', EncryptionContext: { ...context } } as const;
  const { CiphertextBlob } = await kms().send(new GenerateDataKeyWithoutPlaintextCommand(input));
  if (!CiphertextBlob) throw new Error('KMS answered without a key');
  return Buffer.from(CiphertextBlob);
}

/** Makes an RSA key pair of 2048 bits whose private half never leaves KMS, and answers its id. */
export async function createSigningKey(description: string): Promise<string> {
  const command = new CreateKeyCommand({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY', Description: description });
  const { KeyMetadata } = await kms().send(command);
  if (!KeyMetadata?.KeyId) throw new Error('KMS made a key and does not tell which');
  return KeyMetadata.KeyId;
}

/** Reads the public half of a key: the DER of a SubjectPublicKeyInfo. */
export async function getPublicKey(keyId: string): Promise<Uint8Array> {
  const { PublicKey } = await kms().send(new GetPublicKeyCommand({ KeyId: keyId }));
  if (!PublicKey) throw new Error(`KMS does not show the public half of key ${keyId}`);
  return PublicKey;
}

/** Gives a key an alias, by which it signs. */
export async function nameKey({ alias, keyId }: NamedKey): Promise<void> {
  await kms().send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: keyId }));
}

/** Lists the keys whose aliases begin with `beginning`, among all keys of the account in the region. */
export async function listKeys(beginning: string): Promise<NamedKey[]> {
  const keys: NamedKey[] = [];
  for await (const { Aliases = [] } of paginateListAliases({ client: kms() }, {})) {
    for (const { AliasName: alias, TargetKeyId: keyId } of Aliases)
      if (alias?.startsWith(beginning) && keyId) keys.push({ alias, keyId });
  }
  return keys;
}

/** Has a key deleted in a week, until when somebody can change their mind; to call it again is no error. */
export async function scheduleDeletion(keyId: string): Promise<void> {
  const command = new ScheduleKeyDeletionCommand({ KeyId: keyId, PendingWindowInDays: daysUntilDeletion });
  await kms()
    .send(command)
    .catch((error: unknown) => {
      if (!(error instanceof KMSInvalidStateException)) throw error;
    });
}

/** Removes an alias; its key stays. */
export async function deleteAlias(alias: string): Promise<void> {
  await kms().send(new DeleteAliasCommand({ AliasName: alias }));
}

function cannotSign(cause: unknown): never {
  const message = 'Nobody can be signed in at the moment; try again shortly.';
  throw new Unavailable('SIGNING_UNAVAILABLE', message, { retryAfter: 1, cause });
}

function cannotDecrypt(cause: unknown): never {
  const message = 'Records cannot be opened at the moment; try again shortly.';
  throw new Unavailable('KEYS_UNAVAILABLE', message, { retryAfter: 1, cause });
}
