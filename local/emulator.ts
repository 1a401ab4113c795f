import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A server that stands in for a cloud service while the product runs on one machine. */
export interface Emulator {
  /** The base URL, without a slash at its end. */
  readonly endpoint: string;
  /** Ends the server; what it keeps on disk stays. */
  stop(): Promise<void>;
}

/**
 * Starts a program that dies with this process, however that dies. The pipe at its standard input closes with us: a shell waits
 * for that and kills the program, whose process id the `exec` has kept. Windows ends a process's children by itself.
 */
export function spawnBound(program: string, args: readonly string[]): ChildProcess {
  const stdio = ['pipe', 'ignore', 'pipe'] as const;
  if (process.platform === 'win32') return spawn(program, args, { stdio: [...stdio] });
  const script = 'exec 3<&0; (read -r _ <&3; kill -KILL $$) >/dev/null 2>&1 & exec "$0" "$@" 3<&- </dev/null';
  // The program gets its own group: Ctrl-C is for us to receive, and the emulators end last.
  return spawn('/bin/sh', ['-c', script, program, ...args], { stdio: [...stdio], detached: true });
}

/** Ends a child: by SIGTERM, and after `graceMilliseconds` by SIGKILL. */
export async function endProcess(child: ChildProcess, graceMilliseconds = 1_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
  await ended;
  clearTimeout(timer);
}

/** Waits until something answers on a loopback port; fails when the child ends first. */
export async function untilListening(port: number, child: ChildProcess): Promise<void> {
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2_000);
  });
  while (!(await answers(port))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${child.spawnfile} ended with ${child.exitCode ?? child.signalCode}: ${complaint.trim()}`);
    await pause(20);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}
