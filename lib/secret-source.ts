import { readParameter } from './aws/ssm.ts';
import { readPrivateFile } from './private-file.ts';

/** The text of a secret that lies in a private file (`file:<path>`) or in an SSM SecureString (`ssm:<name>`). */
export function readSecret(source: string): Promise<string> {
  const place = source.slice(source.indexOf(':') + 1);
  return source.startsWith('ssm:') ? readParameter(place) : readPrivateFile(place);
}
