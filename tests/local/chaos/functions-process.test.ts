import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { functionsProcessOf } from '../../../local/chaos/functions-process.ts';

const endings: (() => void)[] = [];

afterEach(() => {
  for (const end of endings.splice(0)) end();
});

/** A cloud that says so once `answers` gives it, with a child that has the name of the functions' process. */
async function startCloud(answers: () => string) {
  const api = createServer((_, outgoing) => void outgoing.end(answers()));
  await once(api.listen(0, '127.0.0.1'), 'listening');
  const script = '"$0" -e "console.log(1); setInterval(() => {}, 1000)" function-host; :';
  // A group of its own, so that what is left of it can be ended as a whole.
  const parent = spawn('/bin/sh', ['-c', script, process.execPath], { detached: true });
  await once(parent.stdout, 'data');
  endings.push(() => {
    api.closeAllConnections();
    api.close();
    if (parent.pid && parent.exitCode === null) process.kill(-parent.pid, 'SIGKILL');
  });
  return { process: parent, apiUrl: `http://127.0.0.1:${(api.address() as AddressInfo).port}` };
}

describe('the process of the functions', () => {
  it('is up until it is killed', async () => {
    const cloud = await startCloud(() => '');

    await expect(functionsProcessOf(cloud).up()).resolves.toBeUndefined();
  });

  it('is killed, and up again once a function answers, not merely somebody', async () => {
    const said = ['', '{"message":"Internal Server Error"}', '{"data":{"status":"ok"}}'];
    const cloud = await startCloud(() => said.shift() ?? 'asked too often');
    const functions = functionsProcessOf(cloud);
    const ended = once(cloud.process, 'exit');

    await functions.kill();
    await functions.up();

    // The shell ends with its child.
    await ended;
    expect(said).toEqual([]);
  });
});
