import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { type PortWish, requireFreePorts } from '../ports.ts';
import { bad, type Finding, good } from './finding.mjs';

/** Checks whether each port that a server of the local cloud wants is free. */
export async function checkPorts(wishes: readonly PortWish[]): Promise<Finding[]> {
  const findings = await Promise.all(wishes.map(checkPort));
  const taken = findings.filter(({ state }) => state === 'bad');
  return taken.length > 0 ? taken : [good('ports', `${wishes.map(({ port }) => port).join(', ')} are free`)];
}

async function checkPort(wish: PortWish): Promise<Finding> {
  const isFree = await requireFreePorts([wish], 0).then(
    () => true,
    () => false,
  );
  if (isFree) return good('ports', `${wish.port} is free`);
  return bad(
    'ports',
    `${wish.port} (${wish.server}) is taken`,
    `Stop what listens there, or set ${wish.variable} to another port.`,
  );
}

/** How much room is needed: enough for an install (0.6 GB), for bundles and for the data of some weeks. */
const leastGigabytes = 1;

/** Checks whether there is room where `folder` is, or will be. */
export async function checkDisk(
  subject: string,
  folder: string,
  freeBytesAt: (folder: string) => Promise<number> = freeBytes,
): Promise<Finding> {
  const gigabytes = (await freeBytesAt(nearestFolder(folder))) / 2 ** 30;
  const says = `${gigabytes.toFixed(1)} GB free at ${folder}`;
  if (gigabytes >= leastGigabytes) return good(subject, says);
  return bad(subject, says, `Make room: ${leastGigabytes} GB at least.`);
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** The folder itself, or the nearest existing one in which it will be made. */
export function nearestFolder(folder: string): string {
  const parent = path.dirname(folder);
  return existsSync(folder) || parent === folder ? folder : nearestFolder(parent);
}
