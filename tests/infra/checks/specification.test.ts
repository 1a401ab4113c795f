import { describe, expect, it } from '@jest/globals';
import { specification } from '../../../infra/checks/specification.ts';
import { deadLetterQueue, logGroup, problemsOf, queue, stackOf, table } from './templates.ts';

const check = (Thing: Parameters<typeof stackOf>[0][string]) => problemsOf(specification, [stackOf({ Thing })]);

describe('the specification', () => {
  it('takes resources as AWS describes them, and custom ones as they are', () => {
    const resources = { Queue: queue(), Dead: deadLetterQueue(), Table: table(), Own: { Type: 'Custom::Thing' } };

    expect(problemsOf(specification, [stackOf(resources)])).toEqual([]);
  });

  it('takes an intrinsic where a value of any type is wanted', () => {
    expect(check(queue({ VisibilityTimeout: { Ref: 'Seconds' } }))).toEqual([]);
  });

  it.each([
    ['a type that there is not', { Type: 'AWS::SQS::Qeue' }, 'no such type'],
    ['a property that there is not', queue({ VisibilityTimout: 60 }), 'no property VisibilityTimout'],
    [
      'a nested one that there is not',
      table({ SSESpecification: { Enabled: true } }),
      'no property SSESpecification.Enabled',
    ],
    [
      'one within a list',
      table({ AttributeDefinitions: [{ AttributeName: 'pk', Type: 'S' }] }),
      'no property AttributeDefinitions[0].Type',
    ],
    ['a property named like a method', queue({ toString: 'x' }), 'no property toString'],
    ['a missing property', table({ KeySchema: undefined }), 'KeySchema is required'],
    ['a missing nested one', table({ StreamSpecification: {} }), 'StreamSpecification.StreamViewType is required'],
    ['one that is taken back', table({ KeySchema: { Ref: 'AWS::NoValue' } }), 'KeySchema is required'],
    ['a string for a number', queue({ VisibilityTimeout: '60' }), 'VisibilityTimeout must be a whole number, not "60"'],
    ['a string for a boolean', queue({ SqsManagedSseEnabled: 'true' }), 'SqsManagedSseEnabled must be true or false'],
    ['a number for a string', queue({ QueueName: 7 }), 'QueueName must be a string'],
    ['an object for a list', table({ AttributeDefinitions: {} }), 'AttributeDefinitions must be a list'],
    ['a list for an object', table({ SSESpecification: [] }), 'SSESpecification must be an object'],
    ['a value out of a closed set', logGroup({ RetentionInDays: 31 }), 'RetentionInDays must be one of 1, 3, 5'],
    ['properties beside Properties', { ...queue(), QueueName: 'x' }, 'a resource has no QueueName'],
  ])('refuses %s', (_, resource, message) => {
    expect(check(resource)).toContainEqual(expect.stringContaining(message));
  });
});
