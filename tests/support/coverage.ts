import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mapsOf } from './coverage-counters.mjs';

/** How often each statement, function and way of a branch was gone through, by numbers from 0. */
export interface Counters {
  readonly s: Readonly<Record<number, number>>;
  readonly f: Readonly<Record<number, number>>;
  readonly b: Readonly<Record<number, readonly number[]>>;
}

/** Counters of a file with where each of them stands, as istanbul's reports want it. */
export interface FileCoverage extends Counters {
  readonly path: string;
  readonly statementMap: object;
  readonly fnMap: object;
  readonly branchMap: object;
}

/** Where code is counted. */
export const countedFolders = ['functions', 'lib', 'infra'] as const;

/** What the processes of a run have counted, each in a file of this folder; a file that none of them loaded has noughts. */
export function readCoverage(root: string, folder: string): Record<string, FileCoverage> {
  const counted = sumByFile(folder);
  const files = countedFolders.flatMap((each) => sourcesIn(path.join(root, each)));
  return Object.fromEntries(
    files.map((file) => [file, { ...mapsOf(file), ...(counted.get(file) as Counters | undefined) }]),
  );
}

function sourcesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => path.join(folder, file));
}

interface Sums {
  readonly s: number[];
  readonly f: number[];
  readonly b: number[][];
}

function sumByFile(folder: string): Map<string, Sums> {
  const sums = new Map<string, Sums>();
  if (!existsSync(folder)) return sums;
  for (const name of readdirSync(folder)) {
    const counted = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as readonly (readonly [string, Sums])[];
    for (const [file, counters] of counted) add(sums, file, counters);
  }
  return sums;
}

function add(sums: Map<string, Sums>, file: string, { s, f, b }: Sums): void {
  const sum = sums.get(file);
  if (!sum) return void sums.set(file, { s, f, b });
  addEach(sum.s, s);
  addEach(sum.f, f);
  for (const [at, ways] of b.entries()) addEach(sum.b[at] ?? [], ways);
}

function addEach(sums: number[], more: readonly number[]): void {
  for (const [at, count] of more.entries()) sums[at] = (sums[at] ?? 0) + count;
}
