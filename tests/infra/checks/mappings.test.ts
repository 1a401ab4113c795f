import { describe, expect, it } from '@jest/globals';
import { mappings } from '../../../infra/checks/mappings.ts';
import { dataStack, deadLetterQueue, lambda, mapping, platformStack, problemsOf, queue } from './templates.ts';

const check = (Feed = mapping(), emailQueue = queue()) =>
  problemsOf(mappings, [dataStack(emailQueue), platformStack({ Feed })]);

describe('what feeds a function', () => {
  it.each([
    ['an import', { 'Fn::ImportValue': 'polyclinic-test-EmailQueueArn' }],
    ['its ARN', { 'Fn::Sub': `arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:polyclinic-test-email` }],
  ])('may name a queue of another stack by %s', (_, EventSourceArn) => {
    const Feed = mapping({ EventSourceArn });

    expect(check(Feed)).toEqual([]);
    expect(check(Feed, queue({ VisibilityTimeout: 59 }))).toEqual([
      expect.stringContaining('hides a message for 59 s'),
    ]);
  });

  it('hides a message for 30 s when nothing is said, which is six times no more than 5 s', () => {
    expect(check(mapping(), queue({ VisibilityTimeout: undefined }))).toEqual([
      "Feed: the queue hides a message for 30 s, less than six times the function's 10 s: raise it to 60",
    ]);
  });

  it('takes the time limit that Lambda gives a function without one', () => {
    const SendEmail = lambda({ FunctionName: 'polyclinic-test-notifications-send-email', Timeout: undefined });
    const stacks = [dataStack(queue({ VisibilityTimeout: 17 })), platformStack({ SendEmail })];

    expect(problemsOf(mappings, stacks)).toEqual([expect.stringContaining("the function's 3 s: raise it to 18")]);
  });

  it('may be a dead-letter queue, which is held to the same', () => {
    const stacks = [dataStack(queue(), deadLetterQueue({ VisibilityTimeout: 59 })), platformStack()];

    expect(problemsOf(mappings, stacks)).toEqual([expect.stringMatching(/^FeedOfDeadLetters: .* for 59 s.*to 60$/)]);
  });

  it('must be a queue that there is', () => {
    const Feed = mapping({ EventSourceArn: 'arn:aws:sqs:eu-west-1:1:gone' });

    expect(check(Feed)).toEqual([expect.stringContaining('no stack has the queue arn:aws:sqs:eu-west-1:1:gone')]);
  });

  it('must feed a function that there is, by its ARN or its name', () => {
    expect(check(mapping({ FunctionName: { Ref: 'SendEmail' } }))).toEqual([]);
    expect(check(mapping({ FunctionName: 'gone' }))).toEqual([
      expect.stringContaining('no stack has the function gone'),
    ]);
  });

  it.each([[{}], [{ MaximumConcurrency: 1 }]])('must be bounded to two or more at once, not by %j', (ScalingConfig) => {
    expect(check(mapping({ ScalingConfig }))).toEqual([expect.stringContaining('set MaximumConcurrency')]);
  });

  it.each([
    ['a batch that is too large', { BatchSize: 2 }, 10],
    ['a batch of which nothing is said', { BatchSize: undefined }, 50],
    ['too many invocations', { ScalingConfig: { MaximumConcurrency: 6 } }, 6],
  ])('works on no more at once than the line of its queue says: %s', (_, properties, most) => {
    expect(check(mapping(properties))).toEqual([
      expect.stringContaining(`${most} messages of email are worked on at once, more than 5`),
    ]);
  });

  it.each([
    ['queue', { 'Fn::ImportValue': 'polyclinic-test-EmailQueueArn' }],
    ['stream', 'arn:aws:dynamodb:eu-west-1:1:table/polyclinic-test-events/stream/2026'],
  ])('fails a message at a time, from a %s', (_, EventSourceArn) => {
    const Feed = mapping({ EventSourceArn, FunctionResponseTypes: undefined });

    expect(check(Feed)).toEqual([expect.stringContaining('set FunctionResponseTypes')]);
  });
});
