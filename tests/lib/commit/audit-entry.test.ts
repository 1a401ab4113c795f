import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Commit, createCommit } from '../../../lib/commit/commit.ts';
import { runInContext } from '../../../lib/context.ts';
import { createTestClock } from '../../support/clock.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

const context = {
  functionName: 'f',
  requestId: 'request-1',
  correlationId: 'origin-1',
  address: '203.0.113.7',
  actorId: 'u1',
};
const entry = { action: 'user.verified', subject: 'users/u1', outcome: 'success' } as const;
let database: MemoryDatabase;
let commit: Commit;

beforeEach(() => {
  database = createMemoryDatabase();
  commit = createCommit({ database, clock: createTestClock('2026-03-08T23:59:59.999Z') });
});

describe('an audit entry', () => {
  it('lies under its day in the order of time', async () => {
    await commit([], { audit: [entry] });

    const [item] = database.itemsOf('audit');
    expect(item).toMatchObject({ pk: 'AUDIT#2026-03-08', sk: `2026-03-08T23:59:59.999Z#${item?.id}` });
  });

  it('takes who, from where and by which request from the invocation under way', async () => {
    await runInContext(context, () => commit([], { audit: [entry] }));

    expect(database.itemsOf('audit')).toMatchObject([
      { ...entry, actorId: 'u1', address: '203.0.113.7', requestId: 'request-1' },
    ]);
  });

  it('says what the service says where the service knows better', async () => {
    await runInContext(context, () => commit([], { audit: [{ ...entry, actorId: 'u2', details: { sessions: 3 } }] }));

    expect(database.itemsOf('audit')).toMatchObject([{ actorId: 'u2', details: { sessions: 3 } }]);
  });

  it('lacks who and from where in a script, and bears the id of its commit', async () => {
    await commit([], { audit: [entry] });

    const [item] = database.itemsOf('audit');
    expect(item).not.toHaveProperty('actorId');
    expect(item).not.toHaveProperty('address');
    expect(item?.requestId).toBe(item?.commitId);
  });
});
