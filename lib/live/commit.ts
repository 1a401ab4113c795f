import { systemClock } from '../clock.ts';
import { type Commit, createCommit } from '../commit/commit.ts';
import { newId } from '../ids.ts';
import { database } from './database.ts';
import { sleep } from './sleep.ts';

/** Writes to DynamoDB. */
export const commit: Commit = createCommit({ database, clock: systemClock, newId, sleep });
