import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { decryptKey, makeEncryptedKey } from '../aws/kms.ts';
import { ConfigurationError } from '../config.ts';
import { decrypt, encrypt } from '../secrets/aes-gcm.ts';
import { placeOf } from '../secrets/secret-source.ts';
import { sealBroken } from './refusals.ts';
import { parseRootKey, readRootKeyText } from './root-key-file.ts';

// The root key is a key in KMS (`kms:<alias>`) that never leaves it, or the bytes of a private file (`file:<path>`).
const kms = 'kms:';
const keyBytes = 32;

/**
 * Decrypts the wrapping key of a number by the root key. Throws `Unavailable` while KMS does not do it, and `SealBroken` for
 * what is not the key of that number.
 */
export async function openByRootKey(source: string, sealed: Buffer, number: number): Promise<KeyObject> {
  const opened = await bytesUnderRootKey(source, sealed, number);
  if (!opened) throw sealBroken(`The wrapping key ${number}`);
  return createSecretKey(opened);
}

/** Whether something is the wrapping key of a number, by this root key; throws `Unavailable` while KMS does not say it. */
export async function opensByRootKey(source: string, sealed: Buffer, number: number): Promise<boolean> {
  return (await bytesUnderRootKey(source, sealed, number)) !== undefined;
}

/** Makes the wrapping key of a number, encrypted by the root key. */
export async function makeUnderRootKey(source: string, number: number): Promise<Buffer> {
  if (source.startsWith(kms)) return makeEncryptedKey(source.slice(kms.length), contextOf(number));
  return encrypt(await keyInFile(source), randomBytes(keyBytes), bindingOf(number));
}

async function bytesUnderRootKey(source: string, sealed: Buffer, number: number): Promise<Buffer | undefined> {
  const opened = source.startsWith(kms)
    ? await decryptKey(source.slice(kms.length), sealed, contextOf(number))
    : decrypt(await keyInFile(source), sealed, bindingOf(number));
  return opened?.length === keyBytes ? opened : undefined;
}

async function keyInFile(source: string): Promise<KeyObject> {
  const path = placeOf(source);
  const key = parseRootKey(await readRootKeyText(path));
  if (!key) throw new ConfigurationError(`the root key ${path} is not 32 bytes in base64: put the right one back`);
  return key;
}

/** What KMS binds the key to, and shows in CloudTrail. */
function contextOf(number: number): Readonly<Record<string, string>> {
  return { 'polyclinic:wrapping-key': String(number) };
}

function bindingOf(number: number): string {
  return JSON.stringify(['wrapping-key', 1, number]);
}
