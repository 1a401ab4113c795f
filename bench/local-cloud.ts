import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { discoverFunctions, root } from '../infra/functions.ts';
import { freePort } from '../local/ports.ts';

// Measures the local cloud in a copy of the checkout: time to ready, memory once each function was called, reloads.
// Memory is the sum of Pss of the started process and all below it, so this runs on Linux only.

const reloads = 20;
const copy = mkdtempSync(path.join(tmpdir(), 'polyclinic-bench-'));
const portVariables = ['HTTP', 'WEBSOCKET', 'LAMBDA', 'DYNAMODB', 'AWS', 'SMTP', 'MAILBOX'];

function copyCheckout(): void {
  for (const name of ['functions', 'infra', 'lib', 'local', 'package.json', 'package-lock.json', 'serverless.yml'])
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
}

interface Run {
  readonly child: ChildProcess;
  readonly readySeconds: number;
  output(): string;
}

async function start(environment: Record<string, string>): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, ['local/start.mjs'], { cwd: copy, env: { ...process.env, ...environment } });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  await until(() => printed.includes('is ready') || child.exitCode !== null);
  if (child.exitCode !== null) throw new Error(printed);
  return { child, readySeconds: (performance.now() - started) / 1_000, output: () => printed };
}

async function stop({ child }: Run): Promise<number> {
  const started = performance.now();
  child.kill('SIGTERM');
  await until(() => child.exitCode !== null || child.signalCode !== null);
  return (performance.now() - started) / 1_000;
}

async function callEachFunction(apiUrl: string): Promise<void> {
  for (const { trigger } of await discoverFunctions()) {
    if (trigger.kind !== 'http') continue;
    const method = trigger.method === 'ANY' ? 'GET' : trigger.method;
    await fetch(`${apiUrl}${trigger.path.replace('$default', '/nowhere').replace(/\{\w+\}/g, 'x')}`, { method });
  }
  const person = { email: 'bench@example.com', password: 'Correct-Horse-9', name: 'Bench', dateOfBirth: '1990-12-10' };
  const headers = { 'content-type': 'application/json' };
  await fetch(`${apiUrl}/v1/auth/register`, { method: 'POST', headers, body: JSON.stringify(person) });
}

/** Megabytes of a process and of all below it. */
function memoryOf(processId: number): number {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [
      Number(name),
      Number(
        read(`/proc/${name}/stat`)
          .replace(/.*\) \S/s, '')
          .trim()
          .split(' ')[0],
      ),
    ]);
  const tree = [processId];
  for (const each of tree) for (const [child = 0, parent] of parents) if (parent === each) tree.push(child);
  const kilobytes = tree.map((each) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${each}/smaps_rollup`))?.[1] ?? 0));
  return Math.round(kilobytes.reduce((sum, each) => sum + each, 0) / 1_024);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

async function reloadOften(run: Run): Promise<number[]> {
  const seconds: number[] = [];
  for (let count = 0; count < reloads; count += 1) {
    const [before, started] = [run.output().length, performance.now()];
    appendFileSync(path.join(copy, 'lib/log.ts'), '\n');
    await until(() => run.output().indexOf('reloaded', before) >= 0);
    seconds.push((performance.now() - started) / 1_000);
  }
  return seconds;
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('waited a minute in vain');
    await pause(5);
  }
}

function print(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(44)}${value}\n`);
}

copyCheckout();
const ports: Record<string, string> = { POLYCLINIC_DATA_DIR: path.join(copy, '.polyclinic') };
for (const name of portVariables) ports[`POLYCLINIC_${name}_PORT`] = String(await freePort());
try {
  const first = await start(ports);
  print('ready, first start with seeding', `${first.readySeconds.toFixed(1)} s`);
  await stop(first);
  const run = await start(ports);
  print('ready, installed and seeded', `${run.readySeconds.toFixed(1)} s`);
  await callEachFunction(`http://127.0.0.1:${ports.POLYCLINIC_HTTP_PORT}`);
  await pause(2_000);
  const before = memoryOf(run.child.pid ?? 0);
  print('memory after each function was called', `${before} MB`);
  const seconds = await reloadOften(run);
  print(
    `${reloads} reloads, median and longest`,
    `${median(seconds).toFixed(2)} s, ${Math.max(...seconds).toFixed(2)} s`,
  );
  await callEachFunction(`http://127.0.0.1:${ports.POLYCLINIC_HTTP_PORT}`);
  await pause(2_000);
  print('memory added by the reloads', `${memoryOf(run.child.pid ?? 0) - before} MB`);
  print('end after SIGTERM', `${(await stop(run)).toFixed(1)} s`);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
