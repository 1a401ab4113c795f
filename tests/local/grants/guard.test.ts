import { describe, expect, it } from '@jest/globals';
import type { Call } from '../../../local/grants/actions-of.ts';
import { createGuard } from '../../../local/grants/guard.ts';
import { type FunctionUse, keyOfFunction } from '../../../local/grants/use.ts';
import { defineFunction } from './define-function.ts';

const functions = [defineFunction('reader', ['identity:read']), defineFunction('writer', ['identity:write'])];
const identity = { TableName: 'polyclinic-local-identity' };
const get: Call = { clientName: 'DynamoDBClient', commandName: 'GetItemCommand', input: identity };
const put: Call = { clientName: 'DynamoDBClient', commandName: 'PutItemCommand', input: identity };
const transaction: Call = {
  clientName: 'DynamoDBClient',
  commandName: 'TransactWriteItemsCommand',
  input: { TransactItems: [{ Put: identity }, { Delete: identity }] },
};

function guardOf({ enforce = true } = {}) {
  const recorded: FunctionUse[] = [];
  const guard = createGuard(functions, { enforce, record: (use) => void recorded.push(use) });
  return { guard, recorded: () => recorded.map((use) => keyOfFunction(use.functionName, use)) };
}

describe('the guard of the grants', () => {
  it('lets through what the function may, and records it once', () => {
    const { guard, recorded } = guardOf();

    guard.runAs('reader', () => [guard.check(get), guard.check(get)]);

    expect(recorded()).toEqual(['reader: dynamodb:GetItem on table identity']);
  });

  it('refuses what the function may not, as AWS does, naming function, action and table', () => {
    const { guard, recorded } = guardOf();

    const call = () => guard.runAs('reader', () => guard.check(put));

    expect(call).toThrow(
      expect.objectContaining({
        name: 'AccessDeniedException',
        $fault: 'client',
        $metadata: { httpStatusCode: 400 },
        message:
          'reader is not authorized to perform: dynamodb:PutItem on resource: table identity because no grant of its trigger allows it',
      }),
    );
    expect(recorded()).toEqual(['reader: dynamodb:PutItem on table identity']);
  });

  it('records every part of a transaction that it refuses', () => {
    const { guard, recorded } = guardOf();

    expect(() => guard.runAs('reader', () => guard.check(transaction))).toThrow('dynamodb:PutItem');

    expect(recorded()).toEqual([
      'reader: dynamodb:PutItem on table identity',
      'reader: dynamodb:DeleteItem on table identity',
    ]);
  });

  it('only records when it is not to enforce', () => {
    const { guard, recorded } = guardOf({ enforce: false });

    guard.runAs('reader', () => guard.check(put));

    expect(recorded()).toEqual(['reader: dynamodb:PutItem on table identity']);
  });

  it('keeps functions apart that run at the same time, also in what they leave running', async () => {
    const { guard, recorded } = guardOf();
    const { promise: both, resolve } = Promise.withResolvers<void>();

    const reading = guard.runAs('reader', () => both.then(() => guard.check(get)));
    const writing = guard.runAs('writer', () => both.then(() => guard.check(put)));
    resolve();
    await Promise.all([reading, writing]);

    expect(recorded()).toEqual([
      'reader: dynamodb:GetItem on table identity',
      'writer: dynamodb:PutItem on table identity',
    ]);
  });

  it('refuses a call that no function makes', () => {
    const { guard } = guardOf();

    expect(() => guard.check(get)).toThrow('DynamoDBClient was sent a GetItemCommand outside of every invocation');
  });
});
