import { describe, expect, it } from '@jest/globals';
import { queues } from '../../../infra/checks/queues.ts';
import { dataStack, problemsOf, queue } from './templates.ts';

const check = (properties: Parameters<typeof queue>[0] = {}) => problemsOf(queues, [dataStack(queue(properties))]);
const redrivenTo = (deadLetterTargetArn: unknown) => ({ RedrivePolicy: { deadLetterTargetArn, maxReceiveCount: 3 } });

describe('a queue', () => {
  it('may be encrypted by SQS or with a key, and needs another queue for dead letters', () => {
    expect(check()).toEqual([]);
    expect(check({ SqsManagedSseEnabled: undefined, KmsMasterKeyId: 'alias/own' })).toEqual([]);
  });

  it('must be encrypted', () => {
    expect(check({ SqsManagedSseEnabled: false })).toEqual([expect.stringContaining('set SqsManagedSseEnabled')]);
  });

  it('must have a dead-letter queue, unless it is one', () => {
    const problems = check({ RedrivePolicy: undefined });

    expect(problems).toContainEqual(expect.stringMatching(/^EmailQueue: .+ give it a RedrivePolicy$/));
  });

  it('must have one that exists', () => {
    expect(check(redrivenTo('arn:aws:sqs:eu-west-1:1:gone'))).toContainEqual(
      expect.stringContaining('its dead-letter queue arn:aws:sqs:eu-west-1:1:gone is in no stack'),
    );
  });
});
