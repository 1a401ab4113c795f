import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDynamoDb } from '../../../local/dynamodb.ts';
import type { Emulator } from '../../../local/emulator.ts';
import { unusedPort } from '../../support/unused-ports.ts';
import { deviationOf } from './case.ts';
import { cases, prepareCases } from './cases.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startDynamoDb({ port: await unusedPort() });
  await prepareCases(emulator.endpoint);
});

afterAll(() => emulator.stop());

describe.each(Object.entries(cases))('the local DynamoDB: %s', (_, subject) => {
  const small = subject.filter(({ isLarge }) => !isLarge);

  it.each(small.map((each) => [each.title, each] as const))('does as DynamoDB does for %s', async (_title, each) => {
    expect(await deviationOf(emulator.endpoint, each)).toBeUndefined();
  });
});
