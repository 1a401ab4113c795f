import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';

const script = path.join(import.meta.dirname, 'seed.ts');

/** The seeds have ended early, and printed why. */
export class SeedingFailed extends Error {
  override readonly name = 'SeedingFailed';
}

/** Runs the seeds with the functions' environment; existing people are left as they are. */
export async function runSeed(environment: Readonly<Record<string, string>>): Promise<void> {
  if (!existsSync(script)) return;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new SeedingFailed(`seeding failed with exit code ${code}`);
}
