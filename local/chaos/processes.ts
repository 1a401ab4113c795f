import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Listed {
  readonly id: number;
  readonly parent: number;
  readonly command: string;
}

/** Kills (SIGKILL) the children of a process whose command line matches, and waits until they are gone; throws without any. */
export async function killChild(parent: number, pattern: RegExp): Promise<void> {
  const victims = (await listProcesses()).filter((each) => each.parent === parent && pattern.test(each.command));
  if (victims.length === 0) throw new Error(`${parent} has no child with a command line like ${pattern}`);
  for (const { id } of victims) signal(id, 'SIGKILL');
  for (const { id } of victims) while (signal(id, 0)) await pause(5);
}

async function listProcesses(): Promise<Listed[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,args='], { maxBuffer: 16 * 1024 * 1024 });
  return [...stdout.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm)].map(([, id, parent, command = '']) => ({
    id: Number(id),
    parent: Number(parent),
    command,
  }));
}

/** Signals a process; answers whether it existed. */
function signal(id: number, name: 'SIGKILL' | 0): boolean {
  try {
    return process.kill(id, name);
  } catch {
    return false;
  }
}
