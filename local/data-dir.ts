import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The data folder cannot be used; the message says what to do. */
export class DataDirUnusable extends Error {
  override readonly name = 'DataDirUnusable';
}

const markFile = 'README.txt';
const mark =
  'Data of the local Polyclinic: databases, queues, files, mails, keys. "npm start -- --fresh" deletes it.\n';
const lockFile = 'lock';
/** Held here, because a database that nothing refers to is collected as garbage, and its lock with it. */
const locks = new Set<DatabaseSync>();

/**
 * Claims the data folder for as long as this process lives, and empties it first when `fresh`. Two runs must not write
 * the same files: fails when another one has it. Gives what releases it.
 */
export function claimDataDir(dataDir: string, { fresh = false } = {}): () => void {
  if (fresh) requireOurs(dataDir);
  mkdirSync(dataDir, { recursive: true });
  const release = lock(dataDir);
  if (fresh) empty(dataDir);
  writeFileSync(path.join(dataDir, markFile), mark);
  return release;
}

/** SQLite's lock ends with the process, however it dies, on every system; a file with a process id would stay. */
function lock(dataDir: string): () => void {
  const database = new DatabaseSync(path.join(dataDir, lockFile));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch {
    database.close();
    throw new DataDirUnusable(`Another run uses the data in ${dataDir}. Stop it, or set POLYCLINIC_DATA_DIR.`);
  }
  locks.add(database);
  return () => {
    locks.delete(database);
    database.close();
  };
}

/** A mistyped POLYCLINIC_DATA_DIR must not cost anybody their files: only a folder that bears our mark is emptied. */
function requireOurs(dataDir: string): void {
  if (entriesOf(dataDir).length === 0 || read(path.join(dataDir, markFile)) === mark) return;
  throw new DataDirUnusable(`${dataDir} holds files that are not Polyclinic's: --fresh leaves it alone.`);
}

function empty(dataDir: string): void {
  for (const entry of entriesOf(dataDir))
    if (!entry.startsWith(lockFile)) rmSync(path.join(dataDir, entry), { recursive: true });
}

function entriesOf(dataDir: string): string[] {
  try {
    return readdirSync(dataDir);
  } catch {
    return [];
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
