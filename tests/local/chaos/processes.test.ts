import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { killChild } from '../../../local/chaos/processes.ts';

const children: ChildProcess[] = [];

/** A process that stays, with a text in its command line. */
async function startChild(text: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)', text]);
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('killing a child', () => {
  it('ends the one with the text at once, and no other', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const [victim, bystander] = [await startChild(one), await startChild(two)];

    await killChild(process.pid, new RegExp(one));

    expect(() => process.kill(victim.pid ?? 0, 0)).toThrow('ESRCH');
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  });

  it('leaves alone what is not the child of that process', async () => {
    const text = randomUUID();
    const child = await startChild(text);

    await expect(killChild(child.pid ?? 0, new RegExp(text))).rejects.toThrow(
      `no child with a command line like /${text}/`,
    );

    expect(child.exitCode ?? child.signalCode).toBeNull();
  });
});
