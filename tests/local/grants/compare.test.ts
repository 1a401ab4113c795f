import { describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../../infra/functions.ts';
import { statementsOf } from '../../../infra/roles.ts';
import type { Statement } from '../../../infra/statements.ts';
import { findStaleExemptions, findUngranted, findUnneeded } from '../../../local/grants/compare.ts';
import { type FunctionUse, usesOf } from '../../../local/grants/use.ts';
import { defineFunction } from './define-function.ts';

const identity = { kind: 'table', name: 'identity' } as const;
const secret = { kind: 'parameter', name: 'master-secret' } as const;
const statements = {
  'identity:read': [{ actions: ['dynamodb:GetItem'], on: identity }],
  'identity:write': [{ actions: ['dynamodb:PutItem'], on: identity }],
  'secrets:read': [{ actions: ['ssm:GetParameter'], on: secret }],
  'origins:read': [],
} as const satisfies Record<string, readonly Statement[]>;
const exempt = [{ action: 'ssm:GetParameter', reason: 'secrets lie in private files here' }];
const held = defineFunction('a', ['identity:read', 'identity:write', 'secrets:read', 'origins:read']);
const use = (functionName: string, action: string): FunctionUse => ({ functionName, action, on: identity });
const used = [use('a', 'dynamodb:GetItem'), use('a', 'dynamodb:PutItem')];
const unneeded = (
  ...[functions, uses, all = statements]: [Parameters<typeof findUnneeded>[0], FunctionUse[], object?]
) => findUnneeded(functions, uses, all as typeof statements, exempt);

describe('grants beside calls', () => {
  it('agree when every call is granted and every grant needed, but for what is exempt and what allows nothing', () => {
    expect(findUngranted([held], used)).toEqual([]);
    expect(unneeded([held], used)).toEqual([]);
    expect(findStaleExemptions(used, statements, exempt)).toEqual([]);
  });

  it('lack what a function called without a grant', () => {
    const findings = findUngranted([held], [...used, use('a', 'dynamodb:Scan'), use('gone', 'dynamodb:GetItem')]);

    expect(findings).toMatchObject([
      { functionName: 'a', action: 'dynamodb:Scan', resource: 'table identity' },
      { functionName: 'gone', action: 'dynamodb:GetItem', resource: 'table identity' },
    ]);
  });

  it('hold too much when a function lists a grant that it never used, though another did', () => {
    const findings = unneeded([held, defineFunction('b', ['identity:read'])], used);

    expect(findings).toEqual([
      {
        functionName: 'b',
        action: 'dynamodb:GetItem',
        resource: 'table identity',
        problem: 'lists identity:read, but has no need of it',
      },
    ]);
  });

  it('hold too much when a grant allows an action that none of its functions used', () => {
    const wider = {
      ...statements,
      'identity:read': [{ actions: ['dynamodb:GetItem', 'dynamodb:Scan'], on: identity }],
    };

    expect(unneeded([held], used, wider)).toEqual([
      {
        functionName: 'a',
        action: 'dynamodb:Scan',
        resource: 'table identity',
        problem: 'identity:read allows it, but none that has the grant needs it',
      },
    ]);
  });

  it('hold too much when another grant of the same functions allows the action already', () => {
    const wider = {
      ...statements,
      'identity:read': [{ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], on: identity }],
    };

    const findings = unneeded([held], used, wider);

    expect(findings).toContainEqual(expect.objectContaining({ functionName: 'a', action: 'dynamodb:PutItem' }));
  });

  it('need a grant for what another one allows of other items', () => {
    const apart = {
      'identity:read': [{ actions: ['dynamodb:GetItem'], on: identity, items: ['USER#/PERSON'] }],
      'identity:write': [{ actions: ['dynamodb:GetItem'], on: identity, items: ['USER#/SECURITY'] }],
    };
    const reader = defineFunction('a', ['identity:read', 'identity:write']);
    const read = (...items: FunctionUse['items'] & object) => ({ ...use('a', 'dynamodb:GetItem'), items });

    expect(unneeded([reader], [read('USER#/PERSON'), read('USER#/SECURITY')], apart)).toEqual([]);
    expect(unneeded([reader], [read('USER#/PERSON')], apart)).toContainEqual({
      functionName: 'a',
      action: 'dynamodb:GetItem',
      resource: 'table identity (USER#/SECURITY)',
      problem: 'lists identity:write, but has no need of it',
    });
  });

  it('hold too much when nobody has a grant', () => {
    const findings = unneeded([], []);

    expect(findings.map(({ functionName, action }) => `${functionName}: ${action}`)).toEqual([
      'no function: dynamodb:GetItem',
      'no function: dynamodb:PutItem',
    ]);
  });

  it('may have an exemption for one grant, which stands for no other and is refuted by no call', () => {
    const ofOneGrant = [{ action: 'dynamodb:GetItem', grant: 'identity:read' as const, reason: 'chance' }];
    const both = { ...statements, 'identity:write': [{ actions: ['dynamodb:GetItem'], on: identity }] };
    const findUnneededOf = (grant: 'identity:read' | 'identity:write') =>
      findUnneeded([defineFunction('a', [grant])], [], both as object as typeof statements, ofOneGrant).filter(
        ({ functionName }) => functionName === 'a',
      );

    expect(findUnneededOf('identity:read')).toEqual([]);
    expect(findUnneededOf('identity:write')).not.toEqual([]);
    expect(findStaleExemptions([use('a', 'dynamodb:GetItem')], statements, ofOneGrant)).toEqual([]);
    expect(findStaleExemptions([], { ...statements, 'identity:read': [] }, ofOneGrant)).toHaveLength(1);
  });

  it('may have an exemption for some items, which stands for no others', () => {
    const onItems = (items: FunctionUse['items'] & object) => ({ actions: ['dynamodb:GetItem'], on: identity, items });
    const apart = { 'identity:read': [onItems(['USER#/PERSON']), onItems(['EMAIL#/EMAIL'])] };
    const ofPeople = [{ action: 'dynamodb:GetItem', items: 'USER#/PERSON' as const, reason: 'chance' }];
    const findings = findUnneeded([], [], apart as object as typeof statements, ofPeople);

    expect(findings.map(({ resource }) => resource)).toEqual(['table identity (EMAIL#/EMAIL)']);
    expect(findStaleExemptions([], apart as object as typeof statements, ofPeople)).toEqual([]);
    expect(findStaleExemptions([], statements, ofPeople)).toHaveLength(1);
  });

  it('leave no exemption standing that a call has refuted, or that no grant has', () => {
    const called = { functionName: 'a', action: 'ssm:GetParameter', on: secret };
    const departed = { action: 'kms:Sign', reason: 'the key is a file here' };

    expect(findStaleExemptions([called], statements, exempt)).toHaveLength(1);
    expect(findStaleExemptions([], statements, [departed])).toMatchObject([{ action: 'kms:Sign' }]);
  });
});

describe('the grants of the functions', () => {
  it('would all be needed, but for what is exempt, if each function did all that it may', async () => {
    const functions = await discoverFunctions();
    const uses = functions.flatMap((each) =>
      usesOf(statementsOf(each)).map((use) => ({ functionName: each.name, ...use })),
    );

    expect(findUnneeded(functions, uses)).toEqual([]);
  });
});
