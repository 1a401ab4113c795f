import { systemClock } from '../clock.ts';
import { type Commit, createCommit } from '../commit/commit.ts';
import { createDynamoDatabase } from '../data/dynamo-database.ts';
import { newId } from '../ids.ts';
import { sleep } from './sleep.ts';

/** Writes to DynamoDB. */
export const commit: Commit = createCommit({ database: createDynamoDatabase(), clock: systemClock, newId, sleep });
