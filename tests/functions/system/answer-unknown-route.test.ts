import { describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/system/answer-unknown-route.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly } from '../../support/access/expectations.ts';
import { send, testTime } from '../../support/http.ts';

describe('a route that does not exist', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'PROPFIND'])('answers 404 to %s', async (method) => {
    const answer = await send(createHandler(), { method, path: '/v1/nothing', query: 'a=1&a=2' });

    expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' } });
    expect(answer.json).toMatchObject({
      code: 'ROUTE_NOT_FOUND',
      instance: '/v1/nothing',
      requestId: expect.any(String),
    });
  });

  it('answers the same whatever comes with the request', async () => {
    const answer = await send(createHandler(), {
      method: 'POST',
      path: '/v1/nothing',
      body: '{',
      headers: { authorization: 'Bearer nonsense', 'content-type': 'text/plain', 'if-match': 'malformed' },
    });

    expect(answer).toMatchObject({ status: 404, json: { code: 'ROUTE_NOT_FOUND' } });
  });

  it('logs the pattern and not the path, which may name a person', async () => {
    const answer = await send(createHandler(), { path: '/v1/users/ada@polyclinic.test' });

    expect(answer.lines).toMatchObject([{ route: '$default', status: 404, code: 'ROUTE_NOT_FOUND' }]);
    expect(JSON.stringify(answer.lines)).not.toContain('ada@');
  });

  it('is told apart by time, id and path alone', async () => {
    const answers = [
      await send(createHandler(), { path: '/v1/one' }),
      await send(createHandler(), { path: '/v1/two' }),
    ].map(({ json }) => ({ ...json, instance: '', requestId: '', timestamp: testTime }));

    expect(answers[0]).toEqual(answers[1]);
  });
});

describeAccess(trigger, () => createHandler(), publicly(404));
