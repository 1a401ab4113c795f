import { readParameter } from '../aws/ssm.ts';
import { readPrivateFile } from './private-file.ts';

/** The text of a secret that lies in a private file (`file:<path>`) or in an SSM SecureString (`ssm:<name>`). */
export function readSecret(source: string): Promise<string> {
  return source.startsWith('ssm:') ? readParameter(placeOf(source)) : readPrivateFile(placeOf(source));
}

/** What comes after the scheme of a source. */
export function placeOf(source: string): string {
  return source.slice(source.indexOf(':') + 1);
}
