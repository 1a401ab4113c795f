import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/queues/list-queues.ts';
import { queues as definitions } from '../../../infra/queues.ts';
import { permissionsOf } from '../../../lib/domains/declared/permissions.ts';
import { createQueueService, type QueueDependencies } from '../../../lib/domains/operations/queues/service.ts';
import { queuesUnavailable } from '../../../lib/messaging/queues-unavailable.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { admins } from '../../support/access/expectations.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { machineWith } from '../../support/people.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { createQueues, type Queues, queueKeeper } from '../../support/queues.ts';

let database: MemoryDatabase;
let queues: Queues;

beforeEach(() => {
  database = createMemoryDatabase();
  queues = createQueues(database);
});

const list = (
  overrides: Partial<QueueDependencies> = {},
  caller: Parameters<typeof createTestStack>[0] = { caller: queueKeeper },
) => {
  const { read, clock } = createTestPlatform(database);
  const findDepth = async () => ({ visible: 3, inFlight: 2, delayed: 1 });
  const service = createQueueService({ findDepth, findAges: async () => new Map(), read, clock, ...overrides });
  return send(createHandler(service, createTestStack(caller)), { path: '/v1/queues' });
};

describe('GET /v1/queues', () => {
  it('answers every queue, by name, with what waits in it and what was given up', async () => {
    await queues.buryAll([{ queue: 'email' }, { queue: 'email' }, { queue: 'email-urgent' }]);

    const answer = await list({ findAges: async (names) => new Map(names.map((name) => [name, 42])) });

    const common = { visible: 3, inFlight: 2, delayed: 1, oldestSeconds: 42 };
    expect(answer.status).toBe(200);
    const [analytics, email, urgent, ...others] = answer.json.data as unknown[];
    expect([analytics, email, urgent]).toEqual([
      { name: 'analytics', ...common, deadLetters: 0 },
      { name: 'email', ...common, deadLetters: 2 },
      { name: 'email-urgent', ...common, deadLetters: 1 },
    ]);
    expect(others).toEqual(others.map(() => ({ name: expect.any(String), ...common, deadLetters: 0 })));
  });

  it('knows the queues that are defined, and no others', async () => {
    const answer = await list();

    const names = (answer.json.data as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(definitions.map(({ name }) => name).sort());
  });

  it('makes one batch read, one call for each queue, and asks once for all ages', async () => {
    const asked: unknown[] = [];
    const findDepth: QueueDependencies['findDepth'] = async (queue) => {
      asked.push(queue);
      return { visible: 1, inFlight: 0, delayed: 0 };
    };
    const findAges: QueueDependencies['findAges'] = async (names) => {
      asked.push(names);
      return new Map();
    };

    await list({ findDepth, findAges });

    const names = definitions.map(({ name }) => name).sort();
    expect(asked).toEqual([...names, names]);
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 0 });
  });

  it('says 0 seconds of a queue that is empty, and null where nobody can tell', async () => {
    const findDepth: QueueDependencies['findDepth'] = async (queue) => ({
      visible: queue === 'email' ? 1 : 0,
      inFlight: 0,
      delayed: 0,
    });

    const answer = await list({ findDepth });

    const states = answer.json.data as { name: string; oldestSeconds: unknown }[];
    expect(states.map(({ name, oldestSeconds }) => [name, oldestSeconds])).toEqual(
      states.map(({ name }) => [name, name === 'email' ? null : 0]),
    );
  });

  it('answers 503 when SQS does not', async () => {
    const answer = await list({
      findDepth: async () => {
        throw queuesUnavailable();
      },
    });

    expect(answer).toMatchObject({
      status: 503,
      json: { code: 'QUEUES_UNAVAILABLE' },
      headers: { 'retry-after': '1' },
    });
  });

  it('lets a machine in whose key may read the queues', async () => {
    const [allowed, refused] = [
      await list({}, { caller: machineWith('queues:read') }),
      await list({}, { caller: machineWith('queues:manage') }),
    ];

    expect([allowed.status, refused.status]).toEqual([200, 403]);
  });

  it('is for administrators alone', async () => {
    const answer = await list(
      {},
      { caller: { ...queueKeeper, permissions: permissionsOf(['staff', 'doctor', 'user']) } },
    );

    expect(answer).toMatchObject({ status: 403, json: { code: 'PERMISSION_DENIED' } });
  });
});

describeAccess(trigger, ({ queues, stack }) => createHandler(queues.service, stack), { statuses: admins(200) });
