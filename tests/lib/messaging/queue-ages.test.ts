import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cloudWatch } from '../../../lib/aws/cloudwatch.ts';
import { systemClock } from '../../../lib/clock.ts';
import { createConfiguredAges, createFindAges } from '../../../lib/messaging/queue-ages.ts';
import { queueUrl } from '../../../lib/messaging/queue-url.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';
import { withLogLines } from '../../support/log-lines.ts';

const configured = createConfiguredAges({ cloudWatch, queueUrl, clock: systemClock });
const before = { ...process.env };
let server: Server;
let endpoint: string;
let asked: {
  readonly url: string | undefined;
  readonly target: string | string[] | undefined;
  readonly body: string;
}[];
/** What the server answers with. */
let status: number;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    asked.push({ url: request.url, target: request.headers['x-amz-target'], body });
    const ready = [0, 90_000].map((age) => ({ sentTimestamp: Date.now() - age }));
    const inspection = { messages: { ready, delayed: [] } };
    const metrics = { MetricDataResults: [{ Id: 'q0', Values: [120, 60] }] };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...inspection, ...metrics }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  [asked, status] = [[], 200];
  useTestCredentials();
  process.env.POLYCLINIC_EMAIL_QUEUE_URL = `${endpoint}/000000000000/polyclinic-local-email`;
  process.env.AWS_ENDPOINT_URL_CLOUDWATCH = endpoint;
});

afterEach(() => {
  process.env = { ...before };
});

describe('the ages of the queues of a stage', () => {
  it('come from the local SQS where its URL is given', async () => {
    process.env.POLYCLINIC_QUEUE_AGES = endpoint;

    const ages = await createFindAges(configured)(['email']);

    expect(asked).toMatchObject([{ url: '/_fauxqs/queues/polyclinic-local-email' }]);
    expect(ages.get('email')).toBeGreaterThanOrEqual(90);
  });

  it('come from CloudWatch where it is named', async () => {
    process.env.POLYCLINIC_QUEUE_AGES = 'cloudwatch';

    const ages = await createFindAges(configured)(['email']);

    expect(asked).toMatchObject([{ url: '/', target: expect.stringMatching(/\.GetMetricData$/) }]);
    expect(asked[0]?.body).toMatch(/"ApproximateAgeOfOldestMessage".*"polyclinic-local-email"/);
    expect([...ages]).toEqual([['email', 120]]);
  });

  it.each(['cloudwatch', 'the local SQS'])('are unknown while %s fails, which is asked once', async (source) => {
    process.env.POLYCLINIC_QUEUE_AGES = source === 'cloudwatch' ? source : endpoint;
    status = 500;

    const { result: ages, lines } = await withLogLines(() => createFindAges(configured)(['email']));

    expect(ages.size).toBe(0);
    expect(lines).toMatchObject([{ level: 'warn', message: 'ages of queues unknown' }]);
    expect(asked).toHaveLength(1);
  });
});
