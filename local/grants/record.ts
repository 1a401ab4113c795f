import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { FunctionUse } from './use.ts';

/** Makes what appends to a file of JSON lines; several processes may share it, since a short line is appended whole. */
export function createRecorder(file: string | undefined): (use: FunctionUse) => void {
  return (use) => {
    if (file) appendFileSync(file, `${JSON.stringify(use)}\n`);
  };
}

/** Reads such a file, each use once, though several processes recorded it; empty where there is no file. */
export function readRecord(file: string): FunctionUse[] {
  if (!existsSync(file)) return [];
  const lines = new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean));
  return [...lines].map((line) => JSON.parse(line) as FunctionUse);
}
