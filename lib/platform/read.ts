import { systemClock } from '../clock.ts';
import { createDynamoDatabase } from '../data/dynamo-database.ts';
import { createReader, type Reader } from '../data/read.ts';
import { sleep } from './sleep.ts';

/** Reads from DynamoDB. */
export const read: Reader = createReader({ database: createDynamoDatabase(), clock: systemClock, sleep });
