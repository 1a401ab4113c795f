import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { policyNames } from '../lib/rate-limit-settings.ts';
import { requireFreePorts } from './ports.ts';

const root = path.resolve(import.meta.dirname, '..');

const portVariables = [
  'POLYCLINIC_HTTP_PORT',
  'POLYCLINIC_WEBSOCKET_PORT',
  'POLYCLINIC_LAMBDA_PORT',
  'POLYCLINIC_DYNAMODB_PORT',
  'POLYCLINIC_AWS_PORT',
  'POLYCLINIC_SMTP_PORT',
  'POLYCLINIC_MAILBOX_PORT',
] as const;

/** Limits are on, so that their counters and grants are used; they are high, since all tests come from one address. */
const roomyPolicies = Object.fromEntries(policyNames.map((name) => [name, { quota: 1_000_000 }]));

/** Ports and data of its own for a cloud, so that any number of local clouds run side by side. */
export interface CloudPlace {
  readonly apiUrl: string;
  readonly mailboxUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly dataDir: string;
}

/** A local cloud that runs, as a developer's does. */
export interface RunningCloud extends CloudPlace {
  readonly process: ChildProcess;
  /** Everything that it has printed. */
  output(): string;
  /** Sends a signal to the one process that a developer would send it to, and waits for its end. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<void>;
}

export async function findCloudPlace(): Promise<CloudPlace> {
  const dataDir = path.join(await mkdtemp(path.join(tmpdir(), 'polyclinic-')), 'data');
  const ports: Record<string, string> = {};
  for (const variable of portVariables) ports[variable] = String(await unusedPort());
  return {
    apiUrl: `http://localhost:${ports.POLYCLINIC_HTTP_PORT}`,
    mailboxUrl: `http://localhost:${ports.POLYCLINIC_MAILBOX_PORT}`,
    environment: {
      ...ports,
      POLYCLINIC_DATA_DIR: dataDir,
      POLYCLINIC_VISIBILITY_SECONDS: '3',
      // Whoever wants patients makes their own, and no clouds of tests wait for each other.
      POLYCLINIC_SEED_PATIENTS: '0',
      POLYCLINIC_RATE_LIMIT_POLICIES: JSON.stringify(roomyPolicies),
    },
    dataDir,
  };
}

/**
 * Holds a folder for each port that was given to a place, since seconds pass before a cloud listens, and others look for
 * theirs.
 */
const claims = path.join(tmpdir(), 'polyclinic-ports');
const claimOf = (port: number | string) => path.join(claims, String(port));

/** Finds a port below those that the system gives to connections, so that it is still free when the cloud listens on it. */
async function unusedPort(): Promise<number> {
  const port = 10_000 + Math.floor(Math.random() * 20_000);
  await mkdir(claims, { recursive: true });
  const isFree = await mkdir(claimOf(port))
    .then(() => requireFreePorts([{ server: 'test', port, variable: 'none' }], 0))
    .then(
      () => true,
      () => false,
    );
  return isFree ? port : unusedPort();
}

/** Starts the local cloud by the command behind `npm start` and waits until it reports that it is ready. */
export async function startCloud(place: CloudPlace, environment: Record<string, string> = {}): Promise<RunningCloud> {
  const { LOG_LEVEL: _, POLYCLINIC_RATE_LIMITS: __, npm_lifecycle_event: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, [path.join(root, 'local/start.mjs')], {
    cwd: root,
    env: { ...inherited, ...place.environment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ready = new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      printed += chunk;
      if (printed.includes('Polyclinic is ready')) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new Error(`the local cloud ended with ${code}:\n${printed}`)));
  });
  await ready;
  return {
    ...place,
    process: child,
    output: () => printed,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

export async function forgetCloudPlace({ dataDir, environment }: CloudPlace): Promise<void> {
  for (const variable of portVariables)
    await rm(claimOf(environment[variable] ?? 'none'), { recursive: true, force: true });
  await rm(path.dirname(dataDir), { recursive: true, force: true });
}
