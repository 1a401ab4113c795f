import { describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/system/get-readiness.ts';
import { createReadinessCheck, type Probes } from '../../../lib/domains/operations/system/readiness.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly } from '../../support/access/expectations.ts';
import { createTestStack, send, testTime } from '../../support/http.ts';

const answering = async () => undefined;
const probesWith = (overrides: Partial<Probes> = {}): Probes => ({
  dynamodb: answering,
  sqs: answering,
  s3: answering,
  mail: answering,
  ...overrides,
});
const askReadiness = (probes: Probes, patience?: number) =>
  send(
    createHandler(
      createReadinessCheck({ probes, clock: () => testTime, ...(patience && { patience }) }),
      createTestStack(),
    ),
  );

describe('GET /health/ready', () => {
  it('answers 200 when every dependency answers', async () => {
    const answer = await askReadiness(probesWith());

    expect(answer.status).toBe(200);
    expect(answer.json.data).toMatchObject({
      status: 'ok',
      checks: { dynamodb: { status: 'ok', ms: expect.any(Number) }, sqs: {}, s3: {}, mail: {} },
    });
  });

  it('names the version of the rules of time zones', async () => {
    const answer = await askReadiness(probesWith());

    expect(answer.json.data).toMatchObject({ zones: { version: '2026f' } });
  });

  it('answers 503 and tells which dependency is down', async () => {
    const answer = await askReadiness(probesWith({ mail: () => Promise.reject(new Error('refused')) }));

    expect(answer.status).toBe(503);
    expect(answer.json.data).toMatchObject({
      status: 'down',
      checks: { mail: { status: 'down' }, s3: { status: 'ok' } },
    });
    expect(answer.text).not.toContain('refused');
  });

  it('does not wait for a dependency that is silent', async () => {
    const answer = await askReadiness(probesWith({ sqs: () => new Promise(() => undefined) }), 20);

    expect(answer.json.data).toMatchObject({ status: 'down', checks: { sqs: { status: 'down' } } });
  });
});

describeAccess(
  trigger,
  ({ stack }) => createHandler(createReadinessCheck({ probes: probesWith(), clock: () => testTime }), stack),
  publicly(200),
);
