import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isInstalled, root } from '../install.mjs';

/** Tools that are no dependency of the project: each folder of contract/tools has its package.json and its lock. */
export type Toolbox = 'clients' | 'documents';

/** A run of a tool: its exit code, and what it printed. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of a folder of contract/tools with its packages installed, in which tools run. */
export interface Workshop {
  readonly folder: string;
  /** Runs a file of the folder, or of a package below node_modules, on this Node. */
  run(file: string, args?: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Run>;
  /** Starts one that goes on. */
  start(file: string, args: readonly string[]): ChildProcessWithoutNullStreams;
  close(): Promise<void>;
}

/** Nothing that a tool would tell its makers of a run, or ask them. */
const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1', CI: '1' };

/** Copies a toolbox to where its packages are, which are installed first; ends the process where they cannot be. */
export async function openWorkshop(toolbox: Toolbox): Promise<Workshop> {
  const source = path.join(root, 'contract/tools', toolbox);
  const tools = await install(source);
  const folder = await mkdtemp(path.join(tmpdir(), `polyclinic-${toolbox}-`));
  await cp(source, folder, { recursive: true });
  await symlink(path.join(tools, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  return {
    folder,
    run: (file, args = [], environment = {}) => resultOf(start(folder, [file, ...args], environment)),
    start: (file, args) => start(folder, [file, ...args]),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Installs the tools once for each lock, in the system's folder for temporary files; answers where they are. */
async function install(source: string): Promise<string> {
  const hash = createHash('sha256').update(await readFile(path.join(source, 'package-lock.json')));
  const folder = path.join(tmpdir(), `polyclinic-tools-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(path.join(folder, 'package-lock.json')) && isInstalled(folder)) return folder;
  process.stdout.write(
    `Installing the tools of ${path.relative(root, source)} (once, and again when its lock changes) …\n`,
  );
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  for (const name of ['package.json', 'package-lock.json'])
    await cp(path.join(source, name), path.join(unfinished, name));
  if (!npmCi(unfinished)) await giveUp(unfinished);
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
  return folder;
}

function npmCi(cwd: string): boolean {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
  return status === 0;
}

async function giveUp(unfinished: string): Promise<never> {
  await rm(unfinished, { recursive: true, force: true });
  process.stderr.write(
    'The tools come from the npm registry, which did not give them: connect this machine, and start again.\n',
  );
  process.exit(1);
}

function start(cwd: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return spawn(process.execPath, args, { cwd, env: { ...process.env, ...quiet, ...environment } });
}

function resultOf(child: ChildProcessWithoutNullStreams): Promise<Run> {
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk) => {
      printed[stream] += chunk;
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, ...printed }));
  });
}
