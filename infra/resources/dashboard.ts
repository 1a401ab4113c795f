import { queueName, queues } from '../queues.ts';
import { tableName, tables } from '../tables.ts';
import { capitalized } from '../words.ts';
import { errorGroupsQuery } from './error-alarm.ts';
import { namesOfUnusualCounts } from './unusual-counts.ts';

type Metric = readonly (string | object)[];

/** The most lines that can be told apart in a widget. */
const mostLines = 20;

/** The dashboard: what clients see on top, then errors and what is refused, then queues and their messages, then tables. */
export function dashboardResources(stage: string, domains: readonly string[]): Record<string, object> {
  const rows = [
    [
      widget(
        'Requests by domain',
        domains.map((domain) => requests(stage, 'Requests', domain, 'Sum')),
      ),
      widget(
        'Errors by domain',
        domains.map((domain) => requests(stage, 'Errors', domain, 'Sum')),
      ),
      widget(
        'Latency p99, ms',
        domains.map((domain) => requests(stage, 'Latency', domain, 'p99')),
      ),
    ],
    [
      widget('Unexpected errors by kind and place', [[errorGroups(stage)]]),
      widget(
        'Refused, locked and used twice',
        namesOfUnusualCounts.map((name) => [`Polyclinic/${stage}`, name, { stat: 'Sum' }]),
      ),
    ],
    [
      widget(
        'Oldest message, s',
        queues.map(({ name }) => sqs('ApproximateAgeOfOldestMessage', queueName(stage, name))),
      ),
      widget(
        'Dead letters',
        queues.map(({ name }) => messages(stage, 'DeadLetters', name)),
      ),
      widget('Throttled functions', [['AWS/Lambda', 'Throttles', { stat: 'Sum' }]]),
    ],
    ...[
      ['completed', 'failed', 'stalled'],
      ['waiting', 'deferred'],
    ].map((outcomes) =>
      outcomes.map((outcome) =>
        widget(
          `Messages ${outcome}`,
          queues.map(({ name }) => messages(stage, `Messages${capitalized(outcome)}`, name)),
        ),
      ),
    ),
    [
      widget(
        'Write units',
        tables.map(({ name }) => dynamoDb('ConsumedWriteCapacityUnits', tableName(stage, name))),
      ),
      widget(
        'Read units',
        tables.map(({ name }) => dynamoDb('ConsumedReadCapacityUnits', tableName(stage, name))),
      ),
      widget(
        'Throttled by DynamoDB',
        tables.map(({ name }) => dynamoDb('WriteThrottleEvents', tableName(stage, name))),
      ),
    ],
  ];
  const widgets = rows.flatMap((row, y) =>
    row.map((each, x) => ({ ...each, x: x * 8, y: y * 6, width: 8, height: 6 })),
  );
  return {
    Dashboard: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: {
        DashboardName: `polyclinic-${stage}`,
        DashboardBody: { 'Fn::Sub': JSON.stringify({ widgets }) },
      },
    },
  };
}

function widget(title: string, metrics: readonly Metric[]) {
  return { type: 'metric', properties: { title, region: '${AWS::Region}', period: 300, metrics } };
}

const errorGroups = (stage: string) => ({
  expression: `${errorGroupsQuery(stage)} LIMIT ${mostLines}`,
  id: 'groups',
  period: 300,
});
const sqs = (metric: string, queue: string): Metric => ['AWS/SQS', metric, 'QueueName', queue, { stat: 'Maximum' }];
/** The metrics of messages come from the log lines of the workers. */
const messages = (stage: string, metric: string, queue: string): Metric => [
  `Polyclinic/${stage}`,
  metric,
  'queue',
  queue,
  { stat: 'Sum' },
];
const dynamoDb = (metric: string, table: string): Metric => [
  'AWS/DynamoDB',
  metric,
  'TableName',
  table,
  { stat: 'Sum' },
];
const requests = (stage: string, metric: string, domain: string, stat: string): Metric => [
  `Polyclinic/${stage}`,
  metric,
  'domain',
  domain,
  { stat },
];
