import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import type { FunctionDefinition } from '../../infra/functions.ts';
import { describeFunction } from '../../infra/lambda.ts';
import { logicalId } from '../../infra/logical-id.ts';
import { queues } from '../../infra/queues.ts';
import { statementsOf } from '../../infra/roles.ts';
import { deadLetters, queue } from '../../lib/messaging/trigger.ts';
import { schema } from '../../lib/schemas.ts';
import { stream } from '../../lib/streams/trigger.ts';

const define = (trigger: FunctionDefinition['trigger']): FunctionDefinition => ({
  name: 'a-b',
  domain: 'a',
  file: 'functions/a/b.ts',
  summary: 'Does a.',
  trigger,
});
const recorder = define(deadLetters({ grants: [] }));

describe('the function of the dead letters', () => {
  it('is fed by the dead-letter queue of each queue, ten at a time, two calls at once', () => {
    const { events, timeout } = describeFunction(recorder, 'test');

    expect(timeout).toBe(10);
    expect(events).toEqual(
      queues.map(({ name }) => ({
        sqs: {
          arn: { 'Fn::ImportValue': `polyclinic-test-${logicalId(name, 'DeadLetterQueueArn')}` },
          batchSize: 10,
          maximumConcurrency: 2,
          functionResponseType: 'ReportBatchItemFailures',
        },
      })),
    );
  });

  it('may take from these queues and put into none', () => {
    const statements = statementsOf(recorder);

    expect(statements).toEqual(
      queues.map(({ name }) => ({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        on: { kind: 'queue', name: `${name}-dead` },
      })),
    );
  });
});

describe('the worker of an optional queue', () => {
  const worker = define(queue({ queue: 'analytics', message: schema(() => z.string()), grants: [] }));
  const eventsIf = (off: readonly string[]) => describeFunction(worker, 'test', { off }).events;

  it('is not fed while the queue is off', () => {
    expect(eventsIf(['analytics'])).toMatchObject([{ sqs: { enabled: false } }]);
  });

  it('is fed while it is on, whatever else is off', () => {
    expect(eventsIf([])[0]).not.toHaveProperty('sqs.enabled');
    expect(eventsIf(['email'])[0]).not.toHaveProperty('sqs.enabled');
  });

  it('leaves its dead letters to be recorded while it is off', () => {
    const { events } = describeFunction(recorder, 'test', { off: ['analytics'] });

    expect(events.filter((event) => JSON.stringify(event).includes('enabled'))).toEqual([]);
  });
});

describe('the function of a stream', () => {
  const patternsOf = (sortKey?: string) => {
    const fields = { table: 'identity', changes: ['INSERT', 'REMOVE'], batchSize: 9, grants: [] } as const;
    const { events } = describeFunction(
      define(stream({ ...fields, ...(sortKey !== undefined && { sortKey }) })),
      'test',
    );
    return (events[0] as { stream: { filterPatterns: unknown } }).stream.filterPatterns;
  };

  it('is woken by the kinds of changes that it asks for, of whichever items', () => {
    expect(patternsOf()).toEqual([{ eventName: ['INSERT'] }, { eventName: ['REMOVE'] }]);
  });

  it('is woken by no other items than those with its sort key', () => {
    const dynamodb = { Keys: { sk: { S: ['PERSON'] } } };

    expect(patternsOf('PERSON')).toEqual([
      { eventName: ['INSERT'], dynamodb },
      { eventName: ['REMOVE'], dynamodb },
    ]);
  });
});
