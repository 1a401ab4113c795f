import { systemClock } from '../clock.ts';
import { createReader, type Reader } from '../data/read.ts';
import { database } from './database.ts';
import { sleep } from './sleep.ts';

/** Reads from DynamoDB. */
export const read: Reader = createReader({ database, clock: systemClock, sleep });
