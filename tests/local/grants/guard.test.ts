import { describe, expect, it } from '@jest/globals';
import type { Call } from '../../../local/grants/actions-of.ts';
import { createGuard } from '../../../local/grants/guard.ts';
import { type FunctionUse, keyOfFunction } from '../../../local/grants/use.ts';
import { defineFunction } from './define-function.ts';

const functions = [
  defineFunction('reader', ['identity:read']),
  defineFunction('writer', ['identity:write']),
  defineFunction('checker', ['sessions:check']),
  defineFunction('counter', ['limits:count']),
  defineFunction('twice', ['leases:take', 'limits:count']),
];
const identity = { TableName: 'polyclinic-local-identity' };
const get: Call = { clientName: 'DynamoDBClient', commandName: 'GetItemCommand', input: identity };
const put: Call = { clientName: 'DynamoDBClient', commandName: 'PutItemCommand', input: identity };
const transaction: Call = {
  clientName: 'DynamoDBClient',
  commandName: 'TransactWriteItemsCommand',
  input: { TransactItems: [{ Put: identity }, { Delete: identity }] },
};

/** A batch read of these items. */
const batchOf = (...keys: readonly (readonly [pk: string, sk: string])[]): Call => ({
  clientName: 'DynamoDBClient',
  commandName: 'BatchGetItemCommand',
  input: { RequestItems: { [identity.TableName]: { Keys: keys.map(([pk, sk]) => ({ pk, sk })) } } },
});
const session = ['USER#019a', 'SESSION#019b'] as const;
const security = ['USER#019a', 'SECURITY'] as const;
const person = ['USER#019a', 'PERSON'] as const;

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

  it('lets the session check read sessions and what decides about people, and nothing else of them', () => {
    const { guard } = guardOf();
    const check = (call: Call) => () => guard.runAs('checker', () => guard.check(call));

    expect(check(batchOf(session, security))).not.toThrow();
    expect(check(batchOf(security, person))).toThrow('dynamodb:BatchGetItem on resource: table identity (USER#/');
    expect(check(batchOf(['API-KEYS', 'KEY#019a']))).not.toThrow();
    expect(check(batchOf(session, ['EMAIL#hash', 'EMAIL']))).toThrow('table identity (EMAIL#/EMAIL, USER#/SESSION#)');
    expect(() => guard.runAs('reader', () => guard.check(batchOf(security, person)))).not.toThrow();
  });

  it('lets a right on some items of a table be used for no others', () => {
    const { guard } = guardOf();
    const count = (pk: string): Call => ({
      ...{ clientName: 'DynamoDBClient', commandName: 'UpdateItemCommand' },
      input: { TableName: 'polyclinic-local-platform', Key: { pk: { S: pk }, sk: { S: 'COUNT' } } },
    });
    const check = (name: string, pk: string) => () => guard.runAs(name, () => guard.check(count(pk)));

    expect(check('counter', 'LIMIT#a')).not.toThrow();
    for (const pk of ['QUEUE#email', 'CLAIM#email#a', 'LIMIT', 'x']) expect(check('counter', pk)).toThrow();
    expect(check('twice', 'LIMIT#a')).not.toThrow();
  });

  it('asks one statement for all items of a call, as IAM does', () => {
    const { guard } = guardOf();
    const both = {
      ...batchOf(),
      input: {
        RequestItems: {
          'polyclinic-local-platform': {
            Keys: [
              { pk: 'CLAIM#a', sk: 'CLAIM' },
              { pk: 'LIMIT#a', sk: 'COUNT' },
            ],
          },
        },
      },
    };

    expect(() => guard.runAs('twice', () => guard.check(both))).toThrow('BatchGetItem');
  });

  it('lets an operator do everything, and records nothing of it', () => {
    const { guard, recorded } = guardOf();

    guard.runFree(() => [guard.check(put), guard.check(transaction)]);

    expect(recorded()).toEqual([]);
  });

  it('refuses a call that no function makes', () => {
    const { guard } = guardOf();

    expect(() => guard.check(get)).toThrow('DynamoDBClient was sent a GetItemCommand outside of every invocation');
  });
});
