import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import type { FunctionDefinition } from '../../infra/functions.ts';
import { describeRoutes } from '../../infra/routes.ts';
import { http } from '../../lib/http/trigger.ts';
import { deadLetters, queue } from '../../lib/messaging/trigger.ts';
import { schema } from '../../lib/schemas.ts';
import { stream } from '../../lib/streams/trigger.ts';

describe('describeRoutes', () => {
  const define = (file: string, trigger: FunctionDefinition['trigger']): FunctionDefinition => ({
    name: 'a-b',
    domain: 'a',
    file,
    summary: 'Does a | b.',
    trigger,
  });

  it('gives each kind of trigger its table, with a line a function', () => {
    const described = describeRoutes([
      define(
        'functions/a/b.ts',
        http({
          method: 'POST',
          path: '/v1/a',
          allow: ['users:read'],
          responses: { 201: schema(() => z.string()) },
          grants: [],
        }),
      ),
      define(
        'functions/a/e.ts',
        http({
          method: 'GET',
          path: '/v1/a',
          allow: ['users:read', 'users:list'],
          responses: { 200: schema(() => z.string()) },
          grants: [],
        }),
      ),
      define('functions/a/c.ts', queue({ queue: 'email', message: schema(() => z.string()), grants: [] })),
      define('functions/a/f.ts', deadLetters({ grants: [] })),
      define('functions/a/d.ts', stream({ table: 'events', changes: ['INSERT'], batchSize: 10, grants: [] })),
    ]);

    expect(described.split('\n')).toEqual(
      expect.arrayContaining([
        '| `/v1/a` POST | every role | `users:read` | 201 | Does a \\| b. | [a/b.ts](../functions/a/b.ts) |',
        '| `/v1/a` GET | admin | `users:read`, `users:list` | 200 | Does a \\| b. | [a/e.ts](../functions/a/e.ts) |',
        '| email | 1 | Does a \\| b. | [a/c.ts](../functions/a/c.ts) |',
        '| the dead-letter queue of each | 10 | Does a \\| b. | [a/f.ts](../functions/a/f.ts) |',
        '| events | INSERT | Does a \\| b. | [a/d.ts](../functions/a/d.ts) |',
      ]),
    );
    expect(described).not.toContain('## Schedules');
  });
});
