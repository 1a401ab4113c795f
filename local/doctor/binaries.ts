import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Service } from '../settings.ts';
import { bad, type Finding, good, note } from './finding.mjs';

/** Checks that there is a DynamoDB for this system, unless another one is used. */
export function checkDynamoDb(
  folder: string,
  foreign: readonly Service[],
  platform = `${process.platform}-${process.arch}`,
): Finding {
  if (foreign.includes('dynamodb')) return good('DynamoDB', 'yours, by AWS_ENDPOINT_URL_DYNAMODB');
  const name = platform.startsWith('win32') ? 'dynoxide.exe' : 'dynoxide';
  if (existsSync(path.join(folder, 'node_modules/@dynoxide', platform, name)))
    return good('DynamoDB', `dynoxide for ${platform}`);
  return bad(
    'DynamoDB',
    `no dynoxide for ${platform}`,
    'Run npm ci without --omit=optional, or name another DynamoDB by AWS_ENDPOINT_URL_DYNAMODB.',
  );
}

/** Checks for Chromium; only the browser tests need one, and they are skipped without. */
export function checkChromium(executable: string): Finding {
  if (existsSync(executable)) return good('Chromium', executable);
  return note(
    'Chromium',
    `none at ${executable}: npm run test:browser skips its tests`,
    'Install one, or name it by CHROMIUM.',
  );
}
