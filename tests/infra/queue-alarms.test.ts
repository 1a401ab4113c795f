import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { queues } from '../../infra/queues.ts';
import { sharedAlarms } from '../../infra/resources/alarms.ts';
import { dashboardResources } from '../../infra/resources/dashboard.ts';
import { deadLetterHandler } from '../../lib/messaging/dead-letter-handler.ts';
import { Defer, DependencyDown } from '../../lib/messaging/decisions.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { worker } from '../../lib/messaging/worker.ts';
import { schema } from '../../lib/schemas.ts';
import { createTestClock } from '../support/clock.ts';
import { metricsOf } from '../support/embedded-metrics.ts';
import { lambdaContext } from '../support/http.ts';
import { type LogLine, withLogLines } from '../support/log-lines.ts';

const before = process.env.POLYCLINIC_METRICS;
beforeEach(() => {
  delete process.env.POLYCLINIC_METRICS;
});
afterEach(() => {
  if (before !== undefined) process.env.POLYCLINIC_METRICS = before;
});

interface Alarm {
  readonly Properties: {
    readonly Namespace?: string;
    readonly MetricName?: string;
    readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
    readonly Metrics?: readonly { readonly Expression?: string; readonly MetricStat?: object }[];
    readonly EvaluationPeriods: number;
    readonly Threshold: number;
  };
}

// The stage of a process that is told of none, as this one.
const alarms = sharedAlarms('local') as Record<string, Alarm>;
const propertiesOf = (id: string) => alarms[id]?.Properties;

const record = (source: string): SQSRecord => ({
  messageId: 'm1',
  receiptHandle: 'r',
  body: '{"name":"a"}',
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '1772962200000',
    SenderId: 's',
    ApproximateFirstReceiveTimestamp: '1772962200000',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${source}`,
  awsRegion: 'us-east-1',
});

async function recordDeadLetter(): Promise<LogLine[]> {
  const handler = deadLetterHandler({ failures: { find: async () => undefined }, record: async () => new Map() });
  const event = { Records: [record('polyclinic-local-email-dead')] };
  return (await withLogLines(() => handler(event, lambdaContext()))).lines;
}

async function work(doWork = () => {}): Promise<LogLine[]> {
  const tools = {
    clock: createTestClock(),
    postpone: async () => {},
    failures: { keep: async () => {}, find: async () => undefined },
    park: async () => {},
    waitOut: async () => {},
    release: async () => {},
  };
  const trigger = queue({ queue: 'email', message: schema(() => z.object({ name: z.string() })), grants: [] });
  const handler = worker(trigger, doWork, tools);
  return (await withLogLines(() => handler({ Records: [record('polyclinic-local-email')] }, lambdaContext()))).lines;
}

const namespaceOf = (line: LogLine | undefined) =>
  (line?._aws as { CloudWatchMetrics: { Namespace: string }[] } | undefined)?.CloudWatchMetrics[0]?.Namespace;

describe('the alarms on queues', () => {
  it('are five for each: what is given up, what is not recorded, what its worker stands on, what that takes later, what waits', () => {
    const ofQueues = Object.keys(alarms).filter((id) =>
      /(DeadLetters|DependencyDown|MessagesDeferred|OldestMessage)Alarm$/.test(id),
    );

    expect(ofQueues).toHaveLength(5 * queues.length);
    expect(ofQueues).toEqual(
      expect.arrayContaining([
        'EmailUrgentDeadLettersAlarm',
        'EmailUrgentUnrecordedDeadLettersAlarm',
        'EmailUrgentDependencyDownAlarm',
        'EmailUrgentMessagesDeferredAlarm',
        'EmailUrgentOldestMessageAlarm',
      ]),
    );
  });

  it('ring at the first dead letter, by the metric of the line that tells of it', async () => {
    const [line] = await recordDeadLetter();

    const { MetricName, Dimensions, Namespace, Threshold } = propertiesOf('EmailDeadLettersAlarm') ?? {};
    expect(metricsOf(line)).toEqual({ [`${MetricName} by ${Dimensions?.[0]?.Value}`]: '1 Count' });
    expect(line).toHaveProperty(Dimensions?.[0]?.Name ?? 'none', 'email');
    expect([Namespace, Threshold]).toEqual([namespaceOf(line), 1]);
  });

  it('ring when a probe has waited three times, by the metric of the lines of the messages', async () => {
    const lines = await work(() => {
      throw new DependencyDown('MAIL_UNAVAILABLE', 'No answer');
    });

    const { MetricName, Dimensions, Namespace, Threshold } = propertiesOf('EmailDependencyDownAlarm') ?? {};
    expect(metricsOf(lines[0])).toMatchObject({ [`${MetricName} by ${Dimensions?.[0]?.Value}`]: '1 Count' });
    expect([Namespace, Threshold]).toEqual([namespaceOf(lines[0]), 3]);
  });

  it('ring when two hundred messages were deferred, by the metric of their lines', async () => {
    const lines = await work(() => {
      throw new Defer('MAIL_DEFERRED', 'Come again');
    });

    const { MetricName, Dimensions, Namespace, Threshold } = propertiesOf('EmailMessagesDeferredAlarm') ?? {};
    expect(metricsOf(lines[0])).toMatchObject({ [`${MetricName} by ${Dimensions?.[0]?.Value}`]: '1 Count' });
    expect([Namespace, Threshold]).toEqual([namespaceOf(lines[0]), 200]);
  });

  it('ring when a dead-letter queue holds a letter for a quarter of an hour, whether it is hidden or not', () => {
    const { Metrics, EvaluationPeriods, Threshold } = propertiesOf('EmailUnrecordedDeadLettersAlarm') ?? {};
    const Dimensions = [{ Name: 'QueueName', Value: 'polyclinic-local-email-dead' }];
    const heldAs = (MetricName: string) => ({
      MetricStat: { Metric: { Namespace: 'AWS/SQS', MetricName, Dimensions }, Stat: 'Maximum', Period: 300 },
      ReturnData: false,
    });

    expect([EvaluationPeriods, Threshold]).toEqual([3, 1]);
    expect(Metrics).toMatchObject([
      heldAs('ApproximateNumberOfMessagesVisible'),
      heldAs('ApproximateNumberOfMessagesNotVisible'),
      { Expression: 'm0 + m1', ReturnData: true },
    ]);
  });
});

describe('the dashboard', () => {
  it('draws of each queue what the lines of its worker count', async () => {
    const { Dashboard } = dashboardResources('local', []) as Record<string, { Properties: { DashboardBody: object } }>;
    const [body] = Object.values(Dashboard?.Properties.DashboardBody ?? {});

    const [worked] = await work();
    const [waited] = await work(() => {
      throw new DependencyDown('MAIL_UNAVAILABLE', 'No answer');
    });
    const [deferred] = await work(() => {
      throw new Defer('MAIL_DEFERRED', 'Come again');
    });
    const [recorded] = await recordDeadLetter();

    const lines = [worked, waited, deferred, recorded];
    const counted = Object.keys(Object.assign({}, ...lines.map(metricsOf))).filter((key) => !/^Duration/.test(key));
    expect(counted.sort()).toEqual(
      [
        'DeadLetters',
        'MessagesCompleted',
        'MessagesDeferred',
        'MessagesFailed',
        'MessagesStalled',
        'MessagesWaiting',
      ].map((name) => `${name} by email`),
    );
    for (const { name } of queues)
      for (const [metric = ''] of counted.map((key) => key.split(' ')))
        expect(body).toContain(`["Polyclinic/local","${metric}","queue","${name}"`);
  });
});
