import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { discoverFunctions } from '../../infra/functions.ts';
import { queues } from '../../infra/queues.ts';
import { dashboardResources } from '../../infra/resources/dashboard.ts';
import { describeService } from '../../infra/serverless.ts';
import { stacks } from '../../infra/stacks.ts';
import { businessCounts } from '../../lib/domains/declared/metrics.ts';
import { Unavailable } from '../../lib/errors.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { http } from '../../lib/http/trigger.ts';
import { deadLetterHandler } from '../../lib/messaging/dead-letter-handler.ts';
import { Defer } from '../../lib/messaging/decisions.ts';
import type { Queue } from '../../lib/messaging/queue-url.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { worker } from '../../lib/messaging/worker.ts';
import { count } from '../../lib/metrics.ts';
import { schema } from '../../lib/schemas.ts';
import { readSources } from '../house/source-files.ts';
import { createTestStack, lambdaContext, send } from '../support/http.ts';
import { type LogLine, withLogLines } from '../support/log-lines.ts';
import { everyOptionalQueue } from '../support/optional-queues.ts';
import { createFakeTools, deliver, sqsRecord } from '../support/queue.ts';

const before = process.env.POLYCLINIC_METRICS;
beforeEach(() => {
  delete process.env.POLYCLINIC_METRICS;
});
afterEach(() => {
  if (before !== undefined) process.env.POLYCLINIC_METRICS = before;
});

/** A metric as CloudWatch keeps it: the same name by other dimensions is another metric. */
interface Metric {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

interface Alarm extends Metric {
  readonly EvaluationPeriods?: number;
  readonly Metrics?: readonly {
    readonly Expression?: string;
    readonly Period?: number;
    readonly MetricStat?: { readonly Metric: Metric };
  }[];
}

type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties: Alarm }>>;

const definitions = await discoverFunctions();

/** The alarms of all stacks of the stage that a process of tests is in. */
const alarms = Object.fromEntries(
  (await Promise.all(stacks.map(resourcesOfStack)))
    .flatMap((resources) => Object.entries(resources))
    .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
    .map(([id, { Properties }]) => [id, Properties]),
);

async function resourcesOfStack(stack: (typeof stacks)[number]): Promise<Resources> {
  const urls = { clientUrl: 'https://app.polyclinic.test', publicUrl: 'https://api.polyclinic.test' };
  const { resources } = await describeService({ stage: 'local', stack, ...urls, optional: everyOptionalQueue('on') });
  return (resources as { readonly Resources: Resources }).Resources;
}

const nameOf = ({ Namespace, MetricName, Dimensions = [] }: Metric) =>
  [Namespace, MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort()].join(' ');

/** The metrics that an alarm stands on; those of a query are named by their dimensions, whatever the values. */
function watchedBy({ Metrics = [], ...alarm }: Alarm): string[] {
  const measured = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
  const queried = Metrics.flatMap(({ Expression = '' }) => queriedBy(Expression));
  return [...[...(alarm.MetricName === undefined ? [] : [alarm]), ...measured].map(nameOf), ...queried];
}

function queriedBy(query: string): string[] {
  const [, name, from = '', by, order] =
    /^SELECT SUM\("(\w+)"\) FROM SCHEMA\((.+)\) GROUP BY (.+) (ORDER BY .+)$/.exec(query) ?? [];
  const [namespace, ...labels] = [...from.matchAll(/"([^"]+)"/g)].map(([, text]) => text);
  if (name === undefined) return [];
  // CloudWatch takes no alarm on groups that are in no order.
  expect([by, order]).toEqual([labels.map((label) => `"${label}"`).join(', '), 'ORDER BY SUM() DESC']);
  return [groupNameOf(`${namespace} ${name}`, labels)];
}

const groupNameOf = (metric: string, labels: readonly (string | undefined)[]) =>
  `${metric} grouped by ${labels.join(' ')}`;

/** The metrics that CloudWatch makes of lines. */
function metricsIn(lines: readonly LogLine[]): string[] {
  return lines.flatMap(({ _aws, ...root }) => {
    const { CloudWatchMetrics: directives = [] } = (_aws ?? {}) as { readonly CloudWatchMetrics?: Directive[] };
    return directives.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Dimensions.flatMap((keys) =>
        Metrics.flatMap(({ Name: MetricName }) => [
          nameOf({ Namespace, MetricName, Dimensions: keys.map((Name) => ({ Name, Value: String(root[Name]) })) }),
          groupNameOf(`${Namespace} ${MetricName}`, keys),
        ]),
      ),
    );
  });
}

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string }[];
}

const fail = (): never => {
  throw new TypeError('oops');
};

const comeLater = (): never => {
  throw new Defer('MAIL_DEFERRED', 'Come again');
};
const beDown = (): never => {
  throw new Unavailable('MAIL_UNAVAILABLE', 'down');
};

/** The lines of a request to each function that answers requests. */
async function requestLines(): Promise<LogLine[]> {
  const trigger = http({ method: 'GET', path: '/v1/things', allow: 'public', responses: { 204: 'empty' }, grants: [] });
  const names = definitions.flatMap((definition) => (definition.trigger.kind === 'http' ? definition.name : []));
  const contexts = names.map((name) => lambdaContext({ functionName: `polyclinic-local-${name}` }));
  const lines: LogLine[] = [];
  for (const context of contexts)
    lines.push(...(await send(endpoint(trigger, fail, createTestStack()), {}, context)).lines);
  return lines;
}

/** The lines of a message of each queue that fails, of one that waits, and of one that was given up. */
async function messageLines(name: Queue): Promise<LogLine[]> {
  const trigger = queue({ queue: name, message: schema(() => z.object({})), grants: [] });
  const worked = await deliver(worker(trigger, fail, createFakeTools().tools), [{}]);
  const waited = await deliver(worker(trigger, beDown, createFakeTools().tools), [{}]);
  const deferred = await deliver(worker(trigger, comeLater, createFakeTools().tools), [{}]);
  const record = deadLetterHandler({ failures: { find: async () => undefined }, record: async () => new Map() });
  const Records = [{ ...sqsRecord(), eventSourceARN: `arn:aws:sqs:us-east-1:0:polyclinic-local-${name}-dead` }];
  const recorded = await withLogLines(() => record({ Records }, lambdaContext()));
  return [...worked.lines, ...waited.lines, ...deferred.lines, ...recorded.lines];
}

/** The lines of all that is counted somewhere in the code, and not only declared. */
async function countLines(): Promise<LogLine[]> {
  const code = readSources('lib').map((source) => source.code);
  const declared = code.flatMap((text) => [...text.matchAll(/export const (\w+) = \{\s+name: '([a-z_.]+)'/g)]);
  const counted = declared.filter(([, constant]) => code.some((text) => text.includes(`count(${constant}`)));
  const names = new Set(counted.map(([, , name]) => name));
  const { lines } = await withLogLines(() => {
    for (const each of businessCounts.filter(({ name }) => names.has(name))) count(each);
  });
  return lines;
}

const ofAws = {
  'AWS/Lambda Throttles': [''],
  'AWS/SQS ApproximateAgeOfOldestMessage': queues.map(({ name }) => ` QueueName=polyclinic-local-${name}`),
  'AWS/SQS ApproximateNumberOfMessagesVisible': queues.map(({ name }) => ` QueueName=polyclinic-local-${name}-dead`),
  'AWS/SQS ApproximateNumberOfMessagesNotVisible': queues.map(({ name }) => ` QueueName=polyclinic-local-${name}-dead`),
};

describe('an alarm', () => {
  it('can ring: somebody writes the metric that it stands on, by the dimensions that it names', async () => {
    const lines = [
      ...(await requestLines()),
      ...(await Promise.all(queues.map(({ name }) => messageLines(name)))).flat(),
      ...(await countLines()),
    ];
    const theirs = Object.entries(ofAws).flatMap(([metric, of]) => of.map((dimensions) => metric + dimensions));
    const known = new Set([...metricsIn(lines), ...theirs]);

    const silent = Object.entries(alarms).filter(([, alarm]) => watchedBy(alarm).some((metric) => !known.has(metric)));

    expect(Object.keys(alarms).length).toBeGreaterThan(0);
    expect(silent.map(([id, alarm]) => [id, watchedBy(alarm)])).toEqual([]);
    expect(Object.entries(alarms).filter(([, alarm]) => watchedBy(alarm).length === 0)).toEqual([]);
  });
});

describe('the alarm on errors that nobody foresaw', () => {
  const { UnexpectedErrorAlarm: alarm } = alarms;

  it('rings at the first of a kind at a place, and again when it was silent for two hours', () => {
    expect(alarm).toMatchObject({ Threshold: 1, DatapointsToAlarm: 1, EvaluationPeriods: 24 });
    expect(alarm).toMatchObject({ Metrics: [{ Period: 300, ReturnData: true }], TreatMissingData: 'notBreaching' });
    expect(alarm).not.toHaveProperty('OKActions');
  });

  it('looks back no further than CloudWatch lets the query of an alarm, which is three hours', () => {
    const { Metrics = [], EvaluationPeriods = 0 } = alarm ?? {};

    expect(EvaluationPeriods * (Metrics[0]?.Period ?? 0)).toBeLessThanOrEqual(3 * 3_600);
  });
});

describe('the dashboard', () => {
  it('draws what alarms count: errors by kind and place, and all that may be unusual', () => {
    const { Dashboard } = dashboardResources('local', []) as Record<string, { Properties: { DashboardBody: object } }>;
    const [text] = Object.values(Dashboard?.Properties.DashboardBody ?? {}) as string[];
    const { widgets } = JSON.parse(text ?? '') as { widgets: { properties: { title: string; metrics: unknown[] } }[] };
    const drawn = (title: string) => widgets.find(({ properties }) => properties.title === title)?.properties.metrics;

    const query = alarms.UnexpectedErrorAlarm?.Metrics?.[0]?.Expression;
    const unusual = Object.entries(alarms).filter(([id]) => id.endsWith('UnusualAlarm'));
    expect(drawn('Unexpected errors by kind and place')).toMatchObject([[{ expression: `${query} LIMIT 20` }]]);
    expect(unusual.length).toBeGreaterThan(0);
    expect(drawn('Refused, locked and used twice')).toEqual(
      unusual.map(([, { Namespace, MetricName }]) => [Namespace, MetricName, { stat: 'Sum' }]),
    );
  });
});
