import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Answer, type Call, isObject } from './call.ts';
import { bytesOfItem } from './item-size.ts';
import { invalid, refusal } from './refusal.ts';

const mostBytes = 4 * 1_024 * 1_024;

/** A transaction reads at most 4 MB (API reference, TransactGetItems), which shows when they are read. */
export async function refuseLargeRead({ operation }: Call, answer: Answer): Promise<Answer> {
  if (operation !== 'TransactGetItems' || answer.status !== 200) return answer;
  const body = answer.body instanceof Readable ? await buffer(answer.body) : answer.body;
  return bytesRead(JSON.parse(body.toString())) > mostBytes
    ? refusal(invalid('The aggregate size of the items in the transaction exceeded 4 MB'))
    : { ...answer, body };
}

function bytesRead(output: unknown): number {
  const responses = isObject(output) && Array.isArray(output.Responses) ? output.Responses.filter(isObject) : [];
  return responses.reduce((sum, { Item }) => sum + (isObject(Item) ? bytesOfItem(Item) : 0), 0);
}
