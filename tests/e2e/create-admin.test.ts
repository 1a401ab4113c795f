import { execFile } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../../infra/functions.ts';
import { functionEnvironment } from '../../local/function-environment.ts';
import { eventually, mailsTo, request, tokenIn } from '../support/client.ts';
import {
  apiUrl,
  logIn,
  mailboxUrl,
  newAddress,
  password,
  register,
  registerAndVerify,
  settings,
  tokensOf,
} from './running.ts';
import { sharedCloud } from './shared-cloud.ts';

interface Told {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as its script in package.json does, with the ports of the shared cloud. */
function createAdmin(
  args: readonly string[],
  environment: Record<string, string> = sharedCloud.environment,
): Promise<Told> {
  const command = ['--disable-warning=ExperimentalWarning', path.join(root, 'local/create-admin.ts'), ...args];
  const env = { PATH: process.env.PATH, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env, cwd: root }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

const get = (accessToken: string, place: string) =>
  request(`${apiUrl}${place}`, { headers: { authorization: `Bearer ${accessToken}` } });

describe('npm run admin:create', () => {
  it('invites an admin, who chooses a password by the mail and may do what admins may, which is on record', async () => {
    const address = newAddress();

    const first = await createAdmin(['--email', address.toUpperCase()]);
    const mail = await eventually('the invitation', async () => (await mailsTo(mailboxUrl, address))[0]);
    const token = tokenIn(mail);
    const accepted = await request(`${apiUrl}/v1/auth/reset-password`, { method: 'POST', data: { token, password } });
    const { accessToken } = tokensOf(await logIn(address));

    expect(first).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`${address} (`) });
    expect(accepted.status).toBe(204);
    const entries = await get(accessToken, '/v1/audit-events?actorId=operator:admin:create&action=user.invited');
    const userId = /\((.+)\)/.exec(first.stdout)?.[1];
    expect(entries.json.data).toContainEqual(
      expect.objectContaining({ subject: `users/${userId}`, outcome: 'success' }),
    );
  });

  it('makes an admin of whoever has the address, once it is verified', async () => {
    const [address, unverified] = [newAddress(), newAddress()];
    const userId = await registerAndVerify(address);
    await register(unverified);

    const told = await createAdmin(['--email', address]);
    const refused = await createAdmin(['--email', unverified]);

    expect(told).toMatchObject({ code: 0, stdout: expect.stringContaining(`(${userId}) is an admin from now on`) });
    const { accessToken } = tokensOf(await logIn(address));
    expect((await get(accessToken, '/v1/users?limit=1')).status).toBe(200);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('never verified it') });
  });

  it('says in a line that a stage is not there', async () => {
    const absent = await createAdmin(['--email', 'a@example.com', '--stage', 'nowhere'], functionEnvironment(settings));

    expect(absent).toMatchObject({ code: 1, stderr: expect.stringMatching(/^A table of the stage is not there.*\n$/) });
  });
});
