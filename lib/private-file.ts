import { open } from 'node:fs/promises';
import { ConfigurationError } from './config.ts';

/** Text of a file that holds a secret; refused when anyone but its owner has rights on it. */
export async function readPrivateFile(path: string): Promise<string> {
  const file = await open(path);
  try {
    // The open file is looked at, not the path, so that nobody can swap it in between.
    if (!isPrivate((await file.stat()).mode)) {
      throw new ConfigurationError(`${path} holds a secret and is open to others: chmod 600`);
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Windows keeps rights elsewhere: its modes say nothing. */
function isPrivate(mode: number): boolean {
  return process.platform === 'win32' || (mode & 0o077) === 0;
}
