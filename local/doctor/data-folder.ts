import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { bad, type Finding, good } from './finding.mjs';
import { nearestFolder } from './machine.ts';

/** Checks whether a run can have the data folder; it only looks, and creates nothing. */
export function checkDataFolder(dataDir: string): Finding {
  if (isHeld(path.join(dataDir, 'lock')))
    return bad(
      'data folder',
      `${dataDir} is held by another run`,
      'Stop that run, or set POLYCLINIC_DATA_DIR and other ports for a second one.',
    );
  if (!canBeWritten(nearestFolder(dataDir)))
    return bad(
      'data folder',
      `${dataDir} cannot be written`,
      'Give yourself the right to, or set POLYCLINIC_DATA_DIR to another folder.',
    );
  return good('data folder', existsSync(dataDir) ? dataDir : `${dataDir}, made by the first npm start`);
}

/** Whether the file is locked as `claimDataDir` locks it: the lock ends with its process. */
function isHeld(lockFile: string): boolean {
  if (!existsSync(lockFile)) return false;
  const database = new DatabaseSync(lockFile);
  try {
    database.exec('BEGIN EXCLUSIVE');
    return false;
  } catch {
    return true;
  } finally {
    database.close();
  }
}

function canBeWritten(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
