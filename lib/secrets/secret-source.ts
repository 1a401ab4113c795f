import { readParameter } from '../aws/ssm.ts';
import { readPrivateFile } from './private-file.ts';

/** Reads a secret from a private file (`file:<path>`) or an SSM SecureString (`ssm:<name>`). */
export function readSecret(source: string): Promise<string> {
  return source.startsWith('ssm:') ? readParameter(placeOf(source)) : readPrivateFile(placeOf(source));
}

/** The part of a source after its scheme. */
export function placeOf(source: string): string {
  return source.slice(source.indexOf(':') + 1);
}
