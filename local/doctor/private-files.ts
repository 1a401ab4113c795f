import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { bad, type Finding, good } from './finding.mjs';

/** The files of the data folder that hold secrets. */
const privateFiles = ['master-secret.json', 'root-key', 'signing-key.json'];

/** Checks that nobody but their owner may read the secrets of the data folder; functions refuse to. */
export function checkPrivateFiles(dataDir: string): Finding {
  const made = privateFiles.filter((name) => existsSync(path.join(dataDir, name)));
  const open = made.filter((name) => isOpen(path.join(dataDir, name)));
  if (open.length === 0) return good('secrets', made.length > 0 ? made.join(', ') : 'made by the first npm start');
  const files = open.map((name) => path.join(dataDir, name)).join(' ');
  return bad('secrets', `${open.join(', ')} can be read by others`, `chmod 600 ${files}`);
}

/** Windows keeps rights elsewhere, so that its modes say nothing. */
function isOpen(file: string): boolean {
  return process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
}
