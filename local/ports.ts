import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A port that a server of the local cloud wants, and the variable that moves it. */
export interface PortWish {
  readonly server: string;
  readonly port: number;
  readonly variable: string;
}

/** Another program listens on ports that are needed; the message says which, and how to move ours. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** Fails when a port is taken; waits a moment first, for servers of a run that was just killed. */
export async function requireFreePorts(wishes: readonly PortWish[], patienceMilliseconds = 1_500): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds;
  for (;;) {
    const free = await Promise.all(wishes.map(({ port }) => canListen(port)));
    const taken = wishes.filter((_, index) => !free[index]);
    if (taken.length === 0) return;
    if (Date.now() > deadline) throw new PortTaken(taken.map(complaint).join('\n'));
    await pause(100);
  }
}

/** A port that nothing listens on now, chosen by the system. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function complaint({ server, port, variable }: PortWish): string {
  return `Port ${port} (${server}) is taken. Stop what listens there, or set ${variable} to another port.`;
}
