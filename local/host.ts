import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { compileCache } from './compile-cache.ts';
import { endProcess } from './emulator.ts';
import type { HostMessage, Invocation, LoadedFunction } from './function-messages.ts';
import { createPendingCalls, type PendingCalls, TimedOut } from './pending-calls.ts';

/** A function threw; name, message and stack are those of its error. */
export class FunctionFailed extends Error {
  constructor(name: string, message: string, stack: string) {
    super(message);
    this.name = name;
    this.stack = stack;
  }
}

/** A function cannot be loaded; Node has printed why. */
export class FunctionsUnloadable extends Error {
  override readonly name = 'FunctionsUnloadable';
}

/** A process that has loaded every function as its file was when the process started. */
export interface Host {
  readonly functions: readonly LoadedFunction[];
  run(invocation: Invocation): Promise<unknown>;
  /** Settles when the process has ended, whether it was asked to or not. */
  readonly ended: Promise<void>;
  /** Lets the calls under way end, for at most so many milliseconds, and then ends the process. */
  retire(milliseconds: number): Promise<void>;
}

/** How long a process may be silent after one of its calls ran out of time, in milliseconds. */
const mostSilence = 1_000;

/**
 * Starts a host, whose program a test may name; rejects when a function cannot be loaded. A function that never yields keeps all
 * others from running, so that its process is ended, as AWS ends that of each function that takes too long.
 */
export async function startHost(
  environment: Readonly<Record<string, string>>,
  program = path.join(import.meta.dirname, 'function-host.ts'),
): Promise<Host> {
  const child = fork(program, {
    env: { ...environment, NODE_COMPILE_CACHE: compileCache },
    // With a large nursery the process would keep 100 MB more of garbage after some hundred calls.
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4'],
  });
  const calls = createPendingCalls();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const functions = await untilReady(child);
  child.on('message', (message) => settle(calls, message as HostMessage));
  const abandon = () => calls.failAll(new FunctionFailed('Runtime.ExitError', 'the process ended during the call', ''));
  void ended.then(abandon);
  const ask = (invocation: Invocation) => {
    const answer = calls.begin(invocation.id, invocation.deadline - Date.now());
    child.send(invocation, (error) => error && abandon());
    return answer;
  };
  const endIfSilent = async (error: unknown) => {
    if (!(error instanceof TimedOut)) return;
    // Any answer will do, and that there is no such function is the cheapest.
    const probe = { id: randomUUID(), functionName: 'none', event: undefined, deadline: Date.now() + mostSilence };
    await ask(probe).catch((silence: unknown) => silence instanceof TimedOut && child.kill('SIGKILL'));
  };
  return {
    functions,
    ended,
    run(invocation) {
      const answer = ask(invocation);
      void answer.catch(endIfSilent);
      return answer;
    },
    async retire(milliseconds) {
      await Promise.race([calls.idle(), ended, pause(milliseconds, undefined, { ref: false })]);
      await endProcess(child, 500);
    },
  };
}

function untilReady(child: ChildProcess): Promise<readonly LoadedFunction[]> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new FunctionsUnloadable('the functions cannot be loaded')));
    child.once('message', (message: HostMessage) => message.kind === 'ready' && resolve(message.functions));
  });
}

function settle(calls: PendingCalls, message: HostMessage): void {
  if (message.kind === 'answer') calls.succeed(message.id, message.result);
  if (message.kind === 'failure')
    calls.fail(message.id, new FunctionFailed(message.name, message.message, message.stack));
}
