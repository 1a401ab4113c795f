import { beforeEach, describe, expect, it } from '@jest/globals';
import { remove } from '../../../../../lib/data/write.ts';
import { createLiveSessions, type LiveSessions } from '../../../../../lib/domains/identity/sessions/live-sessions.ts';
import {
  createSessionRepository,
  sessions as stored,
} from '../../../../../lib/domains/identity/sessions/repository.ts';
import type { Session } from '../../../../../lib/domains/identity/sessions/schema.ts';
import { newSecurity } from '../../../../../lib/domains/identity/users/security.ts';
import { changeSecurity, insertSecurity } from '../../../../../lib/domains/identity/users/security-repository.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { createTestPlatform, type TestPlatform } from '../../../../support/platform.ts';

const key = { userId: '019a0000-0000-7000-8000-0000000000a1', sessionId: '019a0000-0000-7000-8000-0000000000b1' };
const active = { userId: key.userId, status: 'active', emailVerified: true, clinicId: undefined } as const;

const now = '2026-03-08T09:30:00.000Z';
const session: Session = {
  id: key.sessionId,
  userId: key.userId,
  device: 'tests',
  address: '203.0.113.7',
  createdAt: now,
  lastUsedAt: now,
  endsAt: '2026-04-07T09:30:00.000Z',
  epoch: 1,
  tokenHash: 'hash',
  tokenSecretVersion: 1,
  previousTokens: [],
};

let database: MemoryDatabase;
let platform: TestPlatform;
let sessions: LiveSessions;

beforeEach(async () => {
  database = createMemoryDatabase();
  platform = createTestPlatform(database);
  const { insert } = createSessionRepository(platform);
  await platform.commit([insert(session), insertSecurity(newSecurity({ ...active, roles: ['user'] }))]);
  sessions = createLiveSessions(platform);
});

const readsSoFar = () => database.calls.batchGet;
const raiseTokenVersion = () => platform.commit([changeSecurity(key.userId, { add: { tokenVersion: 1 } })]);

describe('live sessions', () => {
  it('are read once in three seconds', async () => {
    for (let request = 0; request < 3; request += 1) await sessions.find(key, 1);
    const within = readsSoFar();
    platform.clock.advance(3);
    await sessions.find(key, 1);

    expect([within, readsSoFar()]).toEqual([1, 2]);
  });

  it('are over within three seconds once they have ended', async () => {
    await sessions.find(key, 1);
    await platform.commit([remove(stored, { userId: key.userId, id: key.sessionId })]);
    platform.clock.advance(3);

    expect(await sessions.find(key, 1)).toBeUndefined();
  });

  it('are read again at once for a token that is newer than what is known', async () => {
    await sessions.find(key, 1);
    await raiseTokenVersion();

    const security = await sessions.find(key, 2);

    expect(security).toMatchObject({ tokenVersion: 2 });
    expect(readsSoFar()).toBe(2);
  });

  it('are not read again for a token that is older: it is the token that is out of date', async () => {
    await raiseTokenVersion();
    await sessions.find(key, 2);

    await sessions.find(key, 1);

    expect(readsSoFar()).toBe(1);
  });

  it('are each person’s own, whatever session a token names', async () => {
    await sessions.find(key, 1);

    await sessions.find({ ...key, userId: '019a0000-0000-7000-8000-0000000000a2' }, 1);

    expect(readsSoFar()).toBe(2);
  });
});
