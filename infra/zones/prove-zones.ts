import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { changesOf } from '../../lib/zone-changes.ts';
import { zoneNames } from '../../lib/zone-lines.ts';
import { zonesVersion } from '../../lib/zone-table.ts';
import { offsetAt, toInstants, toWall } from '../../lib/zoned-time.ts';
import { readCompiledZone } from './compiled-zone.ts';

// This compares the table with compiled zones, of the system or in the folder that POLYCLINIC_ZONEINFO names: the offset a
// second before, at and after each change from 2020 to 2037, and whether the wall time then leads back to the instant.
const folder = process.env.POLYCLINIC_ZONEINFO ?? '/usr/share/zoneinfo';
const [from, to] = [Date.UTC(2020, 0), Date.UTC(2038, 0)];
const [, version = 'unknown'] = /^# version (\S+)/.exec(readFileSync(path.join(folder, 'tzdata.zi'), 'utf8')) ?? [];

const names = zoneNames();
const missing = names.filter((zone) => !existsSync(path.join(folder, zone)));
const compared = names.filter((zone) => !missing.includes(zone)).map((zone) => ({ zone, ...compare(zone) }));
const differing = compared.filter(({ differences }) => differences.length > 0);

for (const { zone, differences } of differing) print(`${zone}: ${differences.slice(0, 3).join(', ')}`);
if (missing.length > 0) print(`NOT COMPARED, since ${folder} lacks them: ${missing.join(', ')}`);
if (version !== zonesVersion)
  print(`OTHER VERSIONS: differences between ${zonesVersion} and ${version} are none of the table`);
print(
  `${zonesVersion} with ${version} of ${folder}: ${compared.length} of ${names.length} zones compared, ${sum(compared)} changes`,
);
print(`${differing.length} zones differ`);
if (differing.length + missing.length > 0 || version !== zonesVersion) process.exitCode = 1;

function compare(zone: string): { readonly changes: number; readonly differences: string[] } {
  const eras = readCompiledZone(readFileSync(path.join(folder, zone)));
  const before = eras.findLast((era) => era.from * 1_000 <= from);
  const changes = eras.flatMap(({ from: start, offset }, at) =>
    start * 1_000 > from && start * 1_000 < to && offset !== eras[at - 1]?.offset
      ? [{ instant: start * 1_000, offset, earlier: eras[at - 1]?.offset ?? 0 }]
      : [],
  );
  const expected = [
    { instant: from, offset: before?.offset ?? 0 },
    ...changes.flatMap(({ instant, offset, earlier }) => [
      { instant: instant - 1_000, offset: earlier },
      { instant, offset },
      { instant: instant + 1_000, offset },
    ]),
    { instant: to - 1_000, offset: changes.at(-1)?.offset ?? before?.offset ?? 0 },
  ];
  const invented = changesOf(zone)
    .at.map((minutes) => minutes * 60_000)
    .filter((at) => at > from && at < to && !changes.some(({ instant }) => instant === at));
  const wrong = expected.filter((each) => !holds(zone, each)).map(({ instant }) => instant);
  const differences = [...wrong, ...invented].map((instant) => new Date(instant).toISOString());
  return { changes: changes.length, differences };
}

function holds(zone: string, { instant, offset }: { readonly instant: number; readonly offset: number }): boolean {
  const found = toInstants(toWall(new Date(instant), zone), zone).map(Number);
  return offsetAt(zone, instant) * 60 === offset && found.includes(instant);
}

function sum(all: readonly { readonly changes: number }[]): number {
  return all.reduce((total, { changes }) => total + changes, 0);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
