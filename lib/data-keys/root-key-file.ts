import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { ConfigurationError } from '../config.ts';
import { readPrivateFile } from '../secrets/private-file.ts';

const keyBytes = 32;

/** Makes a root key for a private file. */
export function newRootKey(): string {
  return randomBytes(keyBytes).toString('base64');
}

/** Reads such a file; throws `ConfigurationError` where it is gone, locked, or open to others. */
export async function readRootKeyText(path: string): Promise<string> {
  return readPrivateFile(path).catch((error) => cannotRead(path, error));
}

/** The root key in the text of a file; undefined where it is none. */
export function parseRootKey(text: string): KeyObject | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === keyBytes ? createSecretKey(bytes) : undefined;
}

/** A text that tells root keys apart, and nothing about them. */
export function rootKeyMark(key: KeyObject): string {
  return createHmac('sha256', key).update('polyclinic:root-key-mark').digest('hex');
}

/** The file that an operator has moved or locked is told by its path, which is all that they need. */
function cannotRead(path: string, error: NodeJS.ErrnoException): never {
  if (error.code === undefined) throw error;
  const remedy = error.code === 'EACCES' ? 'chmod 600' : 'put it back';
  throw new ConfigurationError(`the root key ${path} cannot be read (${error.code}): ${remedy}`, { cause: error });
}
