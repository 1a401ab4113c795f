import { systemClock } from '../clock.ts';
import { createWriteAlone, type WriteAlone } from '../data/write-alone.ts';
import { newId } from '../ids.ts';
import { database } from './database.ts';
import { sleep } from './sleep.ts';

/** Writes single items to DynamoDB, outside of any transaction. */
export const writeAlone: WriteAlone = createWriteAlone({ database, clock: systemClock, newId, sleep });
