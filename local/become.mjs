import { spawn } from 'node:child_process';
import { root } from './install.mjs';
import { nodeBinary } from './node-binary.mjs';

const node = nodeBinary(root);

/**
 * Continues as the installed Node with these arguments: in this very process where the system can, so that signals and the exit
 * code need no forwarding; in a child on Windows and under the Node 20 that has just installed.
 */
export function become(args, variables = {}) {
  const env = { ...process.env, ...variables };
  if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...args], env);
  const child = spawn(node, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
