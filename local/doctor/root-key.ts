import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseRootKey, rootKeyMark } from '../../lib/data-keys/root-key-file.ts';
import { beginAnew, markFileOf } from '../root-key-mark.ts';
import { bad, type Finding, good } from './finding.mjs';

const subject = 'root key';

/** Checks, by files alone, that the root key of the data folder is the one that has opened its data. */
export function checkRootKey(dataDir: string): Finding {
  const file = path.join(dataDir, 'root-key');
  const mark = textIn(markFileOf(file));
  if (!existsSync(file))
    return mark === undefined ? good(subject, 'made by the first npm start') : lost(`${file} is gone`);
  const text = textIn(file);
  if (text === undefined) return bad(subject, `${file} cannot be read`, `chmod 600 ${file}`);
  const key = parseRootKey(text);
  if (!key) return lost(`${file} is not 32 bytes in base64`);
  if (mark !== undefined && mark !== rootKeyMark(key)) return lost(`${file} is not the one of this data folder`);
  return good(subject, mark === undefined ? file : `${file}, as it has opened the data`);
}

function lost(says: string): Finding {
  return bad(subject, says, `Put the right one back, ${beginAnew}.`);
}

function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
