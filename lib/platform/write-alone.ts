import { systemClock } from '../clock.ts';
import { createDynamoDatabase } from '../data/dynamo-database.ts';
import { createWriteAlone, type WriteAlone } from '../data/write-alone.ts';
import { newId } from '../ids.ts';
import { sleep } from './sleep.ts';

/** Writes single items to DynamoDB, outside of any transaction. */
export const writeAlone: WriteAlone = createWriteAlone({
  database: createDynamoDatabase(),
  clock: systemClock,
  newId,
  sleep,
});
