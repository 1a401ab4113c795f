import { dataKeysMissing, sealsBroken } from '../../lib/data-keys/metrics.ts';
import { auditTampered } from '../../lib/domains/operations/metrics.ts';
import { dueLeftOver } from '../../lib/due/metrics.ts';
import { logicalId } from '../logical-id.ts';
import { exportName } from '../stacks.ts';
import { alarm, type Watch } from './alarm.ts';
import { errorAlarm } from './error-alarm.ts';
import { queueAlarms } from './queue-alarms.ts';
import { type UnusualCounts, unusualCountAlarms } from './unusual-counts.ts';

/** The topic that people subscribe to, which every alarm of every stack notifies. */
export function alarmTopicResources(stage: string): Record<string, object> {
  return {
    AlarmTopic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: `polyclinic-${stage}-alarms` } },
  };
}

export function alarmTopicOutputs(stage: string): Record<string, object> {
  return { AlarmTopicArn: { Value: { Ref: 'AlarmTopic' }, Export: { Name: exportName(stage, 'AlarmTopicArn') } } };
}

/** What a stage has of its own beside the usual alarms. */
interface Particulars {
  /** The queues whose worker does not run. */
  readonly off?: readonly string[];
  readonly unusualCounts?: UnusualCounts;
}

/** Alarms on what all domains share: queues, throttled functions, the audit, keys of records, what is due, errors, unusual counts. */
export function sharedAlarms(
  stage: string,
  { off = [], unusualCounts = {} }: Particulars = {},
): Record<string, object> {
  const action = { Ref: 'AlarmTopic' };
  return {
    ...queueAlarms(stage, action, off),
    ThrottlesAlarm: alarm(throttles, action),
    AuditAlarm: alarm(tampering(stage), action),
    UnexpectedErrorAlarm: errorAlarm(stage, action),
    ...unusualCountAlarms(stage, action, unusualCounts),
    DueAlarm: alarm(leftOver(stage), action),
    SealsAlarm: alarm(brokenSeals(stage), action),
    DataKeysAlarm: alarm(missingKeys(stage), action),
  };
}

/** Alarms on the requests of each domain that answers some, from the metrics in its log lines. */
export function domainAlarms(stage: string, domains: readonly string[]): Record<string, object> {
  const action = { 'Fn::ImportValue': exportName(stage, 'AlarmTopicArn') };
  return Object.fromEntries(
    domains.flatMap((domain) => [
      [logicalId(domain, 'ErrorsAlarm'), alarm(errors(stage, domain), action)],
      [logicalId(domain, 'LatencyAlarm'), alarm(latency(stage, domain), action)],
    ]),
  );
}

const throttles: Watch = {
  description: 'Lambda turned invocations away: the account has reached its concurrency.',
  namespace: 'AWS/Lambda',
  metric: 'Throttles',
  statistic: 'Sum',
  threshold: 1,
  periods: 2,
};

const tampering = (stage: string): Watch => ({
  description: 'The audit was tampered with: a forged entry was met, or the seal of a day is gone.',
  namespace: `Polyclinic/${stage}`,
  metric: auditTampered.name,
  statistic: 'Sum',
  threshold: 1,
  periods: 1,
});

const leftOver = (stage: string): Watch => ({
  description: 'What is due is handed over too slowly, or not taken by a queue: see the lines of hand-over-due-items.',
  namespace: `Polyclinic/${stage}`,
  metric: dueLeftOver.name,
  statistic: 'Sum',
  threshold: 3,
  periods: 1,
});

const brokenSeals = (stage: string): Watch => ({
  description: 'Something sealed of a record, or a key, does not open: it was changed, or swapped for another.',
  namespace: `Polyclinic/${stage}`,
  metric: sealsBroken.name,
  statistic: 'Sum',
  threshold: 1,
  periods: 1,
});

const missingKeys = (stage: string): Watch => ({
  description: 'The data key of a record is gone, though nobody has erased it: was the table lost or emptied?',
  namespace: `Polyclinic/${stage}`,
  metric: dataKeysMissing.name,
  statistic: 'Sum',
  threshold: 1,
  periods: 1,
});

const errors = (stage: string, domain: string): Watch => ({
  description: `Requests to ${domain} end in 5xx.`,
  namespace: `Polyclinic/${stage}`,
  metric: 'Errors',
  dimensions: { domain },
  statistic: 'Sum',
  threshold: 5,
  periods: 1,
});

const latency = (stage: string, domain: string): Watch => ({
  description: `The slowest hundredth of requests to ${domain} takes three seconds or more.`,
  namespace: `Polyclinic/${stage}`,
  metric: 'Latency',
  dimensions: { domain },
  statistic: 'p99',
  threshold: 3_000,
  periods: 3,
});
