import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { later } from '../clock.ts';
import type { Platform } from '../platform/platform.ts';
import type { FindAges } from './queue-observation.ts';
import type { SqsQueues } from './sqs-queues.ts';

/** How far to look back, since SQS reports to CloudWatch every minute, some minutes late. */
const lookBackMilliseconds = 5 * 60_000;

export interface CloudWatchAgesDependencies extends Pick<Platform, 'clock'>, Pick<SqsQueues, 'queueUrl'> {
  readonly cloudWatch: () => Pick<CloudWatchClient, 'send'>;
}

/** Reads the ages from CloudWatch, all of them by one call. */
export function createCloudWatchAges({ cloudWatch, queueUrl, clock }: CloudWatchAgesDependencies): FindAges {
  return async (queues) => {
    const now = clock();
    const command = new GetMetricDataCommand({
      StartTime: later(now, -lookBackMilliseconds),
      EndTime: now,
      ScanBy: 'TimestampDescending',
      MetricDataQueries: queues.map((queue, index) => queryOf(`q${index}`, queueUrl(queue))),
    });
    const { MetricDataResults = [] } = await cloudWatch().send(command);
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
