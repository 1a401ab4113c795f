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
/** The locks are referred to here, because a database without a reference is garbage-collected, and its lock with it. */
const locks = new Set<DatabaseSync>();

/**
 * Claims the data folder for as long as this process lives, and empties it first when `fresh`. Two runs must not write the same
 * files: fails when another one has it. Answers what releases it.
 */
export function claimDataDir(dataDir: string, { fresh = false } = {}): () => void {
  if (fresh) requireOurs(dataDir);
  mkdirSync(dataDir, { recursive: true });
  const release = lock(dataDir);
  if (fresh) empty(dataDir);
  writeFileSync(path.join(dataDir, markFile), mark);
  return release;
}

/**
 * Locks the folder by SQLite: its lock ends with the process on every system, however that dies, while a file with a process id
 * would stay.
 */
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

/** Refuses to empty a folder without our mark: a mistyped POLYCLINIC_DATA_DIR must not cost anybody their files. */
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
