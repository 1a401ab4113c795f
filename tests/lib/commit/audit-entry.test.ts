import { beforeEach, describe, expect, it } from '@jest/globals';
import { loneAuditWrite } from '../../../lib/commit/audit-entry.ts';
import type { Commit } from '../../../lib/commit/commit.ts';
import { runInContext } from '../../../lib/context.ts';
import { createTestClock } from '../../support/clock.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform, type TestPlatform } from '../../support/platform.ts';

const context = {
  functionName: 'f',
  requestId: 'request-1',
  correlationId: 'origin-1',
  address: '203.0.113.7',
  actorId: 'u1',
};
const entry = { action: 'user.verified', subject: 'users/u1', outcome: 'success' } as const;
let database: MemoryDatabase;
let platform: TestPlatform;
let commit: Commit;

beforeEach(() => {
  database = createMemoryDatabase();
  platform = createTestPlatform(database, { clock: createTestClock('2026-03-08T23:59:59.999Z') });
  commit = platform.commit;
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

describe('an audit entry by itself', () => {
  it('is what a commit would have made of it, by one write outside of any transaction', async () => {
    await runInContext(context, () => platform.writeAlone(loneAuditWrite(entry, platform.newId)));

    const [item] = database.itemsOf('audit');
    expect(item).toMatchObject({ ...entry, actorId: 'u1', sk: `2026-03-08T23:59:59.999Z#${item?.id}` });
    expect(database.calls).toMatchObject({ write: 1, transact: 0 });
  });

  it('takes the place of no other', async () => {
    const sameId = () => '019ccf1a-6fff-7000-8000-000000000001';
    await platform.writeAlone(loneAuditWrite(entry, sameId));

    const again = platform.writeAlone(loneAuditWrite({ ...entry, subject: 'users/u2' }, sameId));

    await expect(again).rejects.toThrow('exists already');
    expect(database.itemsOf('audit')).toMatchObject([{ subject: 'users/u1' }]);
  });
});
