import { findParameter, putParameter } from '../aws/ssm.ts';
import { readPrivateFile, replacePrivateFile } from './private-file.ts';
import { placeOf } from './secret-source.ts';

/** Reads a secret as `readSecret` does; undefined where there is none yet. */
export function findSecret(source: string): Promise<string | undefined> {
  if (source.startsWith('ssm:')) return findParameter(placeOf(source));
  return readPrivateFile(placeOf(source)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Replaces a secret, wholly or not at all; nobody else may read it. */
export function replaceSecret(source: string, text: string): Promise<void> {
  const replace = source.startsWith('ssm:') ? putParameter : replacePrivateFile;
  return replace(placeOf(source), text);
}
