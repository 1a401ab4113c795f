import { findParameter, putParameter } from '../aws/ssm.ts';
import { readPrivateFile, replacePrivateFile } from './private-file.ts';
import { placeOf } from './secret-source.ts';

/** The text of a secret, as `readSecret` gives it; undefined where there is none yet. */
export function findSecret(source: string): Promise<string | undefined> {
  if (source.startsWith('ssm:')) return findParameter(placeOf(source));
  return readPrivateFile(placeOf(source)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Puts a text in the place of a secret, wholly or not at all, for nobody else to read. */
export function replaceSecret(source: string, text: string): Promise<void> {
  const replace = source.startsWith('ssm:') ? putParameter : replacePrivateFile;
  return replace(placeOf(source), text);
}
