import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Blow } from './faults.ts';
import type { Flow } from './flow.ts';
import { type Outcome, pass } from './passing.ts';
import { startRig } from './rig.ts';

/** Where passage after passage goes through one cloud, as long as all is well. */
export interface Arena {
  /** Sends somebody new through the flow while a blow falls, or none. */
  send(blow?: Blow): Promise<Outcome>;
  stop(): Promise<void>;
}

/** Starts the first cloud; what a failed passage has left behind would be the next one's fault, which gets another cloud. */
export async function openArena(flow: Flow, { start = startRig, passThrough = pass } = {}): Promise<Arena> {
  let rig = await start();
  let number = 0;

  async function replace(logged: number): Promise<string> {
    const failed = rig;
    const logFile = await keepLog(failed.cloud.output().slice(logged));
    // In this order: should none start, the one there is can still be stopped.
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

/** The log holds nothing personal. */
async function keepLog(log: string): Promise<string> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'polyclinic-chaos-')), 'cloud.log');
  await writeFile(file, log);
  return file;
}
