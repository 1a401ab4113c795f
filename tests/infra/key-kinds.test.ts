import { describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../infra/functions.ts';
import { grantStatements } from '../../infra/grants.ts';
import { isWithin, type KeyKind, kindOf } from '../../infra/key-kinds.ts';
import { policyStatement } from '../../infra/policies.ts';
import { roleOf, statementsOf } from '../../infra/roles.ts';

describe('the kind of an item', () => {
  it.each([
    ['USER#019a', 'SESSION#019b', 'USER#/SESSION#'],
    ['USER#', 'SECURITY', 'USER#/SECURITY'],
    ['DEAD-LETTERS#email', '019a0000-0000-7000-8000-000000000001', 'DEAD-LETTERS#/'],
    ['CLAIM#email#019a', 'CLAIM', 'CLAIM#/CLAIM'],
    ['SIGNING-KEYS', 'KEY#a', 'SIGNING-KEYS/KEY#'],
    ['2026-03-08', '09:30#019a', '/'],
    ['', '', '/'],
  ])('at %s / %s is %s', (pk, sk, kind) => {
    expect(kindOf({ pk, sk })).toBe(kind);
  });

  it.each<[KeyKind, KeyKind, boolean]>([
    ['USER#/SESSION#', 'USER#/SESSION#', true],
    ['USER#/SESSION#', 'USER#/', true],
    ['USER#/', 'USER#/SESSION#', false],
    ['USER#/PERSON', 'USER#/SESSION#', false],
    ['/', 'USER#/', false],
  ])('%s is within %s: %s', (kind, other, expected) => {
    expect(isWithin(kind, other)).toBe(expected);
  });
});

describe('the rights on some items of a table', () => {
  it('are bound by what their partition keys begin with', () => {
    const [statement] = grantStatements['sessions:check'];

    expect(statement && policyStatement(statement, 'test')).toMatchObject({
      Action: ['dynamodb:BatchGetItem'],
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['API-KEYS', 'IDENTITY#*', 'USER#*'] } },
    });
  });

  it('are of kinds that tell items apart', () => {
    const kinds = Object.values(grantStatements).flatMap((statements) => statements.flatMap(({ items = [] }) => items));

    expect(kinds.length).toBeGreaterThan(0);
    expect(kinds.filter((kind) => kind.startsWith('/'))).toEqual([]);
  });

  it('are all that anybody has on the platform table', async () => {
    const wide = (await discoverFunctions()).flatMap((definition) =>
      statementsOf(definition)
        .filter(({ on, items }) => on.kind === 'table' && on.name === 'platform' && !items)
        .map(() => definition.name),
    );

    expect(wide).toEqual([]);
  });

  it('leave each role a policy that IAM takes', async () => {
    const sizes = (await discoverFunctions()).map(
      (definition) => JSON.stringify(roleOf(definition, 'production')).length,
    );

    expect(Math.max(...sizes)).toBeLessThan(10_240);
  });
});
