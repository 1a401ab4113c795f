import { readFile } from 'node:fs/promises';
import { ConfigurationError, setting } from '../lib/config.ts';
import { opensByRootKey } from '../lib/data-keys/root-key.ts';
import { parseRootKey, readRootKeyText, rootKeyMark } from '../lib/data-keys/root-key-file.ts';
import type { SealedWrappingKey } from '../lib/data-keys/wrapping-key-repository.ts';
import { replacePrivateFile } from '../lib/secrets/private-file.ts';
import { placeOf } from '../lib/secrets/secret-source.ts';
import { beginAnew, markFileOf } from './root-key-mark.ts';

/** The error of kept data that cannot be read: what is the matter, and what to do about it. */
export function unreadable(what: string, remedy: string): ConfigurationError {
  return new ConfigurationError(`${what}, without which the kept data cannot be read: ${remedy}, ${beginAnew}`);
}

/** The file of the root key of the local stage. */
export function rootKeyFile(): string {
  return placeOf(setting('POLYCLINIC_ROOT_KEY'));
}

/** Throws `ConfigurationError` where the root key of the local stage is none, or does not open a wrapping key. */
export async function requireRightRootKey({ number, sealed }: SealedWrappingKey): Promise<void> {
  const file = rootKeyFile();
  if (!parseRootKey(await readRootKeyText(file))) throw unreadable(`${file} is no root key`, 'put the right one back');
  if (await opensByRootKey(setting('POLYCLINIC_ROOT_KEY'), Buffer.from(sealed, 'base64'), number)) return;
  throw unreadable(`${file} does not open wrapping key ${number}`, 'put the one back that made it');
}

/** Notes beside the root key which one it is, so that `npm run doctor` knows another one without a database. */
export async function markRootKey(): Promise<void> {
  const file = rootKeyFile();
  const key = parseRootKey(await readRootKeyText(file));
  const known = await readFile(markFileOf(file), 'utf8').catch(() => undefined);
  if (key && known !== rootKeyMark(key)) await replacePrivateFile(markFileOf(file), rootKeyMark(key));
}
