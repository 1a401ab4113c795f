import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { countedFolders, type FileCoverage } from './coverage.ts';

/** Percent, without what comes after the point: a branch that only a race goes through moves no floor. */
export interface Figures {
  readonly statements: number;
  readonly branches: number;
}
export type FiguresByFolder = Readonly<Record<string, Figures>>;

/** The least that each folder has to have, in the repository. */
export const floorsFile = 'tests/coverage-floors.json';
/** What the last full run found, beside its reports. */
export const foundFile = 'coverage/by-folder.json';
/** What makes the floors those of the last full run, where that had more. */
export const raising = 'npm run coverage:floor';

export function readFigures(root: string, file: string): FiguresByFolder {
  const absolute = path.join(root, file);
  return existsSync(absolute) ? JSON.parse(readFileSync(absolute, 'utf8')) : {};
}

/** The figures of `functions`, `lib` and `infra`, and of each room of lib. */
export function figuresByFolder(root: string, coverage: Readonly<Record<string, FileCoverage>>): FiguresByFolder {
  const byFolder = new Map<string, FileCoverage[]>();
  for (const [file, counted] of Object.entries(coverage)) {
    for (const folder of foldersOf(path.relative(root, file).replaceAll(path.sep, '/')))
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), counted]);
  }
  const sorted = [...byFolder].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([folder, files]) => [folder, figuresOf(files)]));
}

/** What is wrong with the figures of a run, in a line for each, and what could be raised. */
export function compareWithFloors(
  floors: FiguresByFolder,
  found: FiguresByFolder,
): { wrong: string[]; risen: string[] } {
  const fallen = pairs(floors, found).filter(({ floor, now }) => now < floor);
  const risen = pairs(floors, found).filter(({ floor, now }) => now > floor);
  const strange = Object.keys(found).filter((folder) => !floors[folder]);
  const gone = Object.keys(floors).filter((folder) => !found[folder]);
  return {
    wrong: [
      ...fallen.map(
        ({ what, floor, now }) => `${what} fell to ${now} %: test what is new, for ${floor} % is the least`,
      ),
      ...strange.map((folder) => `${folder} has no floor: ${raising} gives it one`),
      ...gone.map((folder) => `${folder} has a floor and no file: ${raising} takes it out`),
    ],
    risen: risen.map(({ what, floor, now }) => `${what} rose from ${floor} to ${now} %`),
  };
}

/** The floors that a run brings: none is lower than before, each folder has one, and no other. */
export function raiseFloors(floors: FiguresByFolder, found: FiguresByFolder): FiguresByFolder {
  const raised = Object.entries(found).map(([folder, { statements, branches }]) => {
    const floor = floors[folder] ?? { statements, branches };
    const higher = {
      statements: Math.max(floor.statements, statements),
      branches: Math.max(floor.branches, branches),
    };
    return [folder, higher] as const;
  });
  return Object.fromEntries(raised);
}

function pairs(floors: FiguresByFolder, found: FiguresByFolder) {
  return Object.entries(floors).flatMap(([folder, floor]) => {
    const now = found[folder];
    return now
      ? (['statements', 'branches'] as const).map((kind) => ({
          what: `${folder}: ${kind}`,
          floor: floor[kind],
          now: now[kind],
        }))
      : [];
  });
}

/** A room is a folder of lib, or one of a stack's domains: `lib/data`, `lib/domains/identity/auth`. */
function foldersOf(file: string): string[] {
  const folders = file.split('/').slice(0, -1);
  const top = countedFolders.find((folder) => folder === folders[0]);
  const room = folders.slice(0, folders[1] === 'domains' ? 4 : 2);
  if (!top) return [];
  return top === 'lib' && room.length > 1 ? [top, room.join('/')] : [top];
}

function figuresOf(files: readonly FileCoverage[]): Figures {
  return {
    statements: percentOf(files.flatMap(({ s }) => Object.values(s))),
    branches: percentOf(files.flatMap(({ b }) => Object.values(b).flat())),
  };
}

function percentOf(counts: readonly number[]): number {
  const covered = counts.filter((count) => count > 0).length;
  return counts.length === 0 ? 100 : Math.floor((100 * covered) / counts.length);
}
