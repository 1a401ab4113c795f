import { describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/system/get-health.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly } from '../../support/access/expectations.ts';
import { send, testTime } from '../../support/http.ts';

describe('GET /health', () => {
  it('tells the version, the uptime and the time', async () => {
    const answer = await send(
      createHandler(() => testTime),
      { path: '/health' },
    );

    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      data: {
        status: 'ok',
        version: packageJson.version,
        uptime: expect.any(Number),
        timestamp: testTime.toISOString(),
      },
    });
  });

  it('does not look at credentials', async () => {
    const answer = await send(
      createHandler(() => testTime),
      { path: '/health', headers: { authorization: 'Bearer nonsense' } },
    );

    expect(answer.status).toBe(200);
  });

  it('takes no query', async () => {
    const answer = await send(
      createHandler(() => testTime),
      { path: '/health', query: 'verbose=1' },
    );

    expect(answer).toMatchObject({ status: 400, json: { code: 'VALIDATION_FAILED', errors: [{ path: 'verbose' }] } });
  });
});

describeAccess(trigger, ({ identity }) => createHandler(identity.clock), publicly(200));
