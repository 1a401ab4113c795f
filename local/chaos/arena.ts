import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Blow } from './faults.ts';
import type { Flow } from './flow.ts';
import { type Outcome, pass } from './passing.ts';
import { startRig } from './rig.ts';

/** A place where one passage after another goes through the same cloud, as long as all is well. */
export interface Arena {
  /** Sends a new person through the flow while a blow falls, or none. */
  send(blow?: Blow): Promise<Outcome>;
  stop(): Promise<void>;
}

/**
 * Starts the first cloud. A failed passage leaves things behind that would be blamed on the next one, which therefore gets
 * another cloud.
 */
export async function openArena(flow: Flow, { start = startRig, passThrough = pass } = {}): Promise<Arena> {
  let rig = await start();
  let number = 0;

  async function replace(logged: number): Promise<string> {
    const failed = rig;
    const logFile = await keepLog(failed.cloud.output().slice(logged));
    // The order matters: should the new cloud not start, the old one can still be stopped.
    rig = await start();
    await failed.stop();
    return logFile;
  }

  return {
    async send(blow) {
      number += 1;
      const logged = rig.cloud.output().length;
      const outcome = await passThrough(rig, flow, number, blow);
      return outcome.complaints.length > 0 ? { ...outcome, logFile: await replace(logged) } : outcome;
    },
    stop: () => rig.stop(),
  };
}

/** Keeps a log in a file; it holds nothing personal. */
async function keepLog(log: string): Promise<string> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'polyclinic-chaos-')), 'cloud.log');
  await writeFile(file, log);
  return file;
}
