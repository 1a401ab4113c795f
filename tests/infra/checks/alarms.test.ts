import { describe, expect, it } from '@jest/globals';
import { alarms } from '../../../infra/checks/alarms.ts';
import { clinicStack, dataStack, problemsOf } from './templates.ts';

type Properties = Readonly<Record<string, unknown>>;

/** What the rule says of an alarm in the stack of the clinics, whose function answers requests. */
const check = (Properties: Properties) => {
  const Alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: ['arn:topic'], ...Properties } };
  return problemsOf(alarms, [dataStack(), clinicStack({ Alarm })]);
};
const watching = (Name: string, Value: string, Namespace = 'Polyclinic/test') => ({
  Namespace,
  MetricName: 'Anything',
  Dimensions: [{ Name, Value }],
});
const grouped = 'SELECT SUM("E") FROM SCHEMA("N", "kind") GROUP BY "kind" ORDER BY SUM() DESC';
const querying = (query: Properties = {}, EvaluationPeriods = 36) => ({
  EvaluationPeriods,
  Metrics: [{ Id: 'groups', Expression: grouped, Period: 300, ReturnData: true, ...query }],
});

describe('an alarm', () => {
  it.each([
    ['a queue', watching('QueueName', 'polyclinic-test-email', 'AWS/SQS')],
    ['the lines of its worker', watching('queue', 'email')],
    ['a domain that answers requests', watching('domain', 'clinics')],
    [
      'the sum of two metrics',
      { Metrics: [{ MetricStat: { Metric: watching('queue', 'email') } }, { Expression: 'm0' }] },
    ],
    ['what has no dimensions', { Namespace: 'Polyclinic/test', MetricName: 'sign_ins.locked', Dimensions: [] }],
    ['groups, for three hours', querying()],
  ])('may stand on %s', (_, properties) => {
    expect(check(properties)).toEqual([]);
  });

  it.each([
    [
      'a queue',
      watching('QueueName', 'polyclinic-test-letters', 'AWS/SQS'),
      'there is no queue polyclinic-test-letters',
    ],
    ['the worker of a queue', watching('queue', 'letters'), 'there is no queue letters'],
    ['a queue of another stage', watching('queue', 'email', 'Polyclinic/other'), 'there is no queue email'],
    ['a domain that only works', watching('domain', 'notifications'), 'no function of notifications answers requests'],
    ['a part of a sum', { Metrics: [{ MetricStat: { Metric: watching('queue', 'letters') } }] }, 'no queue letters'],
  ])('may not stand on what is not there: %s', (_, properties, message) => {
    expect(check(properties)).toEqual([expect.stringMatching(`^Alarm: it can never ring: .*${message}$`)]);
  });

  it.each([
    ['has no order', querying({ Expression: grouped.replace(/ ORDER.*/, '') }), 'add ORDER BY'],
    ['has no period', querying({ Period: undefined }), 'no Period'],
    ['looks back too far', querying({}, 37), 'three hours'],
  ])('may not stand on a query that %s', (_, properties, message) => {
    expect(check(properties)).toEqual([expect.stringContaining(message)]);
  });

  it('has to tell somebody', () => {
    expect(check({ AlarmActions: [] })).toEqual(['Alarm: it tells nobody: set AlarmActions']);
  });
});
