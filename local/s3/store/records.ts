import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes a record so that a file has the old one or the new one, whenever the process ends. */
export function writeRecord(file: string, record: object): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, JSON.stringify(record));
  renameSync(draft, file);
}

/** Reads a record that `writeRecord` has written. */
export function readRecord<Shape>(file: string): Shape {
  return JSON.parse(readFileSync(file, 'utf8')) as Shape;
}

/** Reads the records of a folder, and removes drafts; makes the folder where there is none. */
export function readRecords<Shape>(folder: string): Shape[] {
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(folder);
  for (const name of names.filter((each) => each.endsWith('.draft'))) rmSync(path.join(folder, name));
  return names.filter((name) => name.endsWith('.json')).map((name) => readRecord<Shape>(path.join(folder, name)));
}
