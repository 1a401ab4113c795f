import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { root } from '../../infra/functions.ts';

it('a command about identities says how it is used where it is told too little, and does nothing', async () => {
  const args = ['--issuer', 'https://clinic.auth0.test/', '--subject', 'auth0|ada', '--user', 'ada@example.com'];
  const env = { PATH: process.env.PATH };

  const linking = promisify(execFile)(process.execPath, [path.join(root, 'local/link-identity.ts'), ...args], { env });

  await expect(linking).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--user <id of the person>'),
  });
});
