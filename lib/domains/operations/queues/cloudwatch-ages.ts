import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { cloudWatch } from '../../../aws/cloudwatch.ts';
import { type Clock, later, systemClock } from '../../../clock.ts';
import { queueUrl as liveQueueUrl, type Queue } from '../../../messaging/queue-url.ts';
import type { FindAges } from './schema.ts';

/** SQS tells CloudWatch every minute, some minutes late. */
const lookBackMilliseconds = 5 * 60_000;

/** The ages as CloudWatch has them, all of them by one call. */
export function createCloudWatchAges({
  client = cloudWatch,
  queueUrl = liveQueueUrl,
  clock = systemClock,
}: {
  readonly client?: () => Pick<CloudWatchClient, 'send'>;
  readonly queueUrl?: (queue: Queue) => string;
  readonly clock?: Clock;
} = {}): FindAges {
  return async (queues) => {
    const now = clock();
    const command = new GetMetricDataCommand({
      StartTime: later(now, -lookBackMilliseconds),
      EndTime: now,
      ScanBy: 'TimestampDescending',
      MetricDataQueries: queues.map((queue, index) => queryOf(`q${index}`, queueUrl(queue))),
    });
    const { MetricDataResults = [] } = await client().send(command);
    const latest = new Map(MetricDataResults.map(({ Id, Values }) => [Id, Values?.[0]]));
    return new Map(
      queues.flatMap((queue, index) => {
        const seconds = latest.get(`q${index}`);
        return seconds === undefined ? [] : [[queue, Math.round(seconds)] as const];
      }),
    );
  };
}

function queryOf(Id: string, url: string): MetricDataQuery {
  const Dimensions = [{ Name: 'QueueName', Value: url.split('/').at(-1) }];
  const Metric = { Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage', Dimensions };
  return { Id, MetricStat: { Metric, Period: 60, Stat: 'Maximum' } };
}
