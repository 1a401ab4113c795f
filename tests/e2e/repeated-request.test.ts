import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { eventually, request } from '../support/client.ts';
import { sizes } from '../support/sizes.ts';
import { allInTime, apiUrl, logIn, newAddress, roundMilliseconds, tokensOf } from './running.ts';

describe('a request that is sent again with its idempotency key, over HTTP', () => {
  it('has one effect, however many come at once, and the same answer each time', async () => {
    const { accessToken } = tokensOf(await logIn('admin@polyclinic.test', { password: 'Polyclinic1' }));
    const { invite, answers } = await eventually(
      'all answers in time',
      async () => {
        const headers = { authorization: `Bearer ${accessToken}`, 'idempotency-key': randomUUID() };
        const data = { email: newAddress(), name: 'Grace Hopper', roles: ['user'] };
        const invite = () => request(`${apiUrl}/v1/users`, { method: 'POST', headers, data });
        const answers = await allInTime(Array(sizes.repeatsOverHttp).fill(invite));
        return answers && { invite, answers };
      },
      roundMilliseconds,
    );
    const later = await invite();

    const told = [...answers, later].map(({ status, text }) => [status, text]);
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(later.status).toBe(201);
    expect(later.headers.get('idempotency-replayed')).toBe('true');
    expect(later.headers.get('location')).toBe(answers[0]?.headers.get('location'));
    expect(answers.filter((answer) => answer.headers.get('idempotency-replayed') === null)).toHaveLength(1);
  });
});
