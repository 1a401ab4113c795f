import { createCounter, type Take } from '../data/counter.ts';
import { createDynamoDatabase } from '../data/dynamo-database.ts';
import { sleep } from './sleep.ts';

/** Counts in DynamoDB. */
export const take: Take = createCounter({ database: createDynamoDatabase(), sleep }).take;
