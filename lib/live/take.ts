import { createCounter, type Take } from '../data/counter.ts';
import { database } from './database.ts';
import { sleep } from './sleep.ts';

/** Counts in DynamoDB. */
export const take: Take = createCounter({ database, sleep }).take;
