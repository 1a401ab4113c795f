import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../functions.ts';
import type { PackedTable } from './packed-zones.ts';

const folder = path.join(root, 'node_modules/moment-timezone');

/** Reads the table that the installed moment-timezone carries, and the day on which that table came, from its changelog. */
export function readMomentTimezone(): { readonly table: PackedTable; readonly released: string } {
  const table: PackedTable = JSON.parse(readFileSync(path.join(folder, 'data/packed/latest.json'), 'utf8'));
  return { table, released: releaseOf(table.version, readFileSync(path.join(folder, 'changelog.md'), 'utf8')) };
}

function releaseOf(version: string, changelog: string): string {
  const entry = changelog.split(/^### /m).findLast((each) => each.includes(`\`${version}\``));
  const [, day] = /_(\d{4}-\d\d-\d\d)_/.exec(entry ?? '') ?? [];
  if (day === undefined) throw new Error(`The changelog of moment-timezone does not tell when ${version} came`);
  return day;
}
