import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { readCommandLine, stageOptions } from './command-line.ts';
import { type FunctionDefinition, root } from './functions.ts';
import { type Stack, stackOf, stacks } from './stacks.ts';

/** The options of a deployment on the command line. */
export interface DeployOptions {
  readonly stage: string;
  readonly region: string;
  /** `name=value` pairs for the framework: clientUrl, publicUrl, mailFrom. */
  readonly params: readonly string[];
}

const usage = 'Options: [--stage <stage>] [--region <region>] [--param <name>=<value> …]';

/** Reads `--stage`, `--region` and any number of `--param name=value`; throws `Misused`. */
export function readOptions(args?: readonly string[]): DeployOptions {
  const options = { ...stageOptions('dev'), param: { type: 'string', multiple: true } } as const;
  const { stage, region, param = [] } = readCommandLine({ usage, options, args }).values;
  return { stage, region, params: param };
}

/** The stacks that are not empty, in the order in which they are deployed. */
export function stacksOf(functions: readonly FunctionDefinition[]): Stack[] {
  const used = new Set(functions.map(({ domain }) => stackOf(domain)));
  return stacks.filter((stack) => stack === 'data' || used.has(stack));
}

/** The folder of a stack's package. */
export function packageFolder(stack: Stack): string {
  return path.join('dist', 'packages', stack);
}

/** Runs a command of the framework on one stack; rejects when it fails. */
export async function runFramework(
  command: readonly string[],
  stack: Stack,
  { stage, region, params }: DeployOptions,
  { quiet = false } = {},
): Promise<void> {
  const args = [
    path.join(root, 'node_modules/serverless/bin/serverless.js'),
    ...command,
    ...['--stage', stage, '--region', region],
    ...[`stack=${stack}`, ...params].map((param) => `--param=${param}`),
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      printed += chunk;
      if (!quiet) process.stderr.write(chunk);
    });
  }
  // The exit of the process comes too early: what it printed last may still be under way.
  const [code] = await once(child, 'close');
  if (code !== 0)
    throw new Error(`${command.join(' ')} of stack ${stack} failed (exit code ${code})\n${quiet ? printed : ''}`);
}
