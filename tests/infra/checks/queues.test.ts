import { describe, expect, it } from '@jest/globals';
import { queues } from '../../../infra/checks/queues.ts';
import { dataStack, deadLetterMapping, mapping, platformStack, problemsOf, queue } from './templates.ts';

const feeding = platformStack();
const check = (properties: Parameters<typeof queue>[0] = {}) =>
  problemsOf(queues, [feeding, dataStack(queue(properties))]);
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

describe('a dead-letter queue', () => {
  it('must feed a function, since nobody would see what is given up', () => {
    expect(problemsOf(queues, [dataStack()])).toEqual([expect.stringMatching(/^EmailDeadLetterQueue: it feeds no/)]);
    expect(problemsOf(queues, [platformStack(), dataStack()])).toEqual([]);
  });

  it.each([
    ['of another queue', mapping()],
    ['that is turned off', deadLetterMapping({ Enabled: false })],
  ])('is not fed on by a mapping %s', (_, FeedOfDeadLetters) => {
    const stacks = [platformStack({ FeedOfDeadLetters }), dataStack()];

    expect(problemsOf(queues, stacks)).toEqual([expect.stringContaining('it feeds no function')]);
  });
});
