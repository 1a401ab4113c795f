import { type CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from '@jest/globals';
import { createCloudWatchAges } from '../../../lib/messaging/cloudwatch-ages.ts';
import { createFindAges } from '../../../lib/messaging/queue-ages.ts';
import { createTestClock } from '../../support/clock.ts';
import { withLogLines } from '../../support/log-lines.ts';

/** CloudWatch as it answers one call after the other; it keeps what it was asked. */
function cloudWatchAnswering(answer: () => readonly MetricDataResult[]) {
  const asked: GetMetricDataCommand['input'][] = [];
  const send = async (command: unknown) => {
    if (!(command instanceof GetMetricDataCommand)) throw new TypeError('only metrics are asked for');
    asked.push(command.input);
    return { MetricDataResults: answer() };
  };
  return { asked, client: () => ({ send }) as unknown as Pick<CloudWatchClient, 'send'> };
}

const queueUrl = (queue: string) => `https://sqs.us-east-1.amazonaws.com/000000000000/polyclinic-test-${queue}`;
const clock = createTestClock();

describe('the age of the oldest message by CloudWatch', () => {
  it('is the last value of the last five minutes, by one call for all queues', async () => {
    const { asked, client } = cloudWatchAnswering(() => [
      { Id: 'q1', Values: [7.4, 99] },
      { Id: 'q0', Values: [120] },
    ]);

    const ages = await createCloudWatchAges({ cloudWatch: client, queueUrl, clock })(['email', 'email-urgent']);

    expect([...ages]).toEqual([
      ['email', 120],
      ['email-urgent', 7],
    ]);
    expect(asked).toEqual([
      {
        StartTime: new Date('2026-03-08T09:25:00.000Z'),
        EndTime: new Date('2026-03-08T09:30:00.000Z'),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: ['email', 'email-urgent'].map((queue, index) => ({
          Id: `q${index}`,
          MetricStat: {
            Metric: {
              Namespace: 'AWS/SQS',
              MetricName: 'ApproximateAgeOfOldestMessage',
              Dimensions: [{ Name: 'QueueName', Value: `polyclinic-test-${queue}` }],
            },
            Period: 60,
            Stat: 'Maximum',
          },
        })),
      },
    ]);
  });

  it('is not known of a queue that has no value', async () => {
    const { client } = cloudWatchAnswering(() => [{ Id: 'q0', Values: [] }]);

    const ages = await createCloudWatchAges({ cloudWatch: client, queueUrl, clock })(['email', 'email-urgent']);

    expect(ages.size).toBe(0);
  });

  it('is not known of any, and a line says so, when CloudWatch fails', async () => {
    const { client } = cloudWatchAnswering(() => {
      throw new Error('throttled');
    });

    const { result, lines } = await withLogLines(() =>
      createFindAges(() => createCloudWatchAges({ cloudWatch: client, queueUrl, clock }))(['email']),
    );

    expect(result.size).toBe(0);
    expect(lines).toMatchObject([
      { level: 'warn', message: 'ages of queues unknown', error: { message: 'throttled' } },
    ]);
  });
});
