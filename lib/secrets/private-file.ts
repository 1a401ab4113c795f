import { open, rename, rm, writeFile } from 'node:fs/promises';
import { ConfigurationError } from '../config.ts';

/** Reads a file that holds a secret; throws when anyone but its owner has rights to it. */
export async function readPrivateFile(path: string): Promise<string> {
  const file = await open(path);
  try {
    // The open file is checked and not the path, so that nobody can swap it in between.
    if (!isPrivate((await file.stat()).mode)) {
      throw new ConfigurationError(`${path} holds a secret and is open to others: chmod 600`);
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Replaces the text of a file, wholly or not at all; only its owner may read it. */
export async function replacePrivateFile(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  // A file that a dead process left behind may have other rights.
  await rm(beside, { force: true });
  await writeFile(beside, text, { mode: 0o600, flag: 'wx' });
  await rename(beside, path);
}

/** Whether nobody but the owner has rights by a file's mode; Windows keeps rights elsewhere, so that its modes say nothing. */
function isPrivate(mode: number): boolean {
  return process.platform === 'win32' || (mode & 0o077) === 0;
}
