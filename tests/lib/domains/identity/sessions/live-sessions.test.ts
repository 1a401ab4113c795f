import { beforeEach, describe, expect, it } from '@jest/globals';
import { createLiveSessions, type LiveSessions } from '../../../../../lib/domains/identity/sessions/live-sessions.ts';
import type { LiveSession } from '../../../../../lib/domains/identity/sessions/repository.ts';
import { newSecurity } from '../../../../../lib/domains/identity/users/security.ts';
import { createTestClock, type TestClock } from '../../../../support/clock.ts';

const key = { userId: '019a0000-0000-7000-8000-0000000000a1', sessionId: '019a0000-0000-7000-8000-0000000000b1' };
const active = { userId: key.userId, status: 'active', emailVerified: true, clinicId: undefined } as const;

let clock: TestClock;
let tokenVersion: number | undefined;
let reads: number;
let sessions: LiveSessions;

beforeEach(() => {
  clock = createTestClock();
  tokenVersion = 1;
  reads = 0;
  const findLive = async () => {
    reads += 1;
    if (tokenVersion === undefined) return undefined;
    return { security: { ...newSecurity({ ...active, roles: ['user'] }), tokenVersion } } as unknown as LiveSession;
  };
  sessions = createLiveSessions({ sessions: { findLive }, clock });
});

describe('live sessions', () => {
  it('are read once in three seconds', async () => {
    for (let request = 0; request < 3; request += 1) await sessions.find(key, 1);
    const within = reads;
    clock.advance(3);
    await sessions.find(key, 1);

    expect([within, reads]).toEqual([1, 2]);
  });

  it('are over within three seconds once they have ended', async () => {
    await sessions.find(key, 1);
    tokenVersion = undefined;
    clock.advance(3);

    expect(await sessions.find(key, 1)).toBeUndefined();
  });

  it('are read again at once for a token that is newer than what is known', async () => {
    await sessions.find(key, 1);
    tokenVersion = 2;

    const standing = await sessions.find(key, 2);

    expect(standing).toMatchObject({ tokenVersion: 2 });
    expect(reads).toBe(2);
  });

  it('are not read again for a token that is older: it is the token that is out of date', async () => {
    tokenVersion = 2;
    await sessions.find(key, 2);

    await sessions.find(key, 1);

    expect(reads).toBe(1);
  });

  it('are each person’s own, whatever session a token names', async () => {
    await sessions.find(key, 1);

    await sessions.find({ ...key, userId: '019a0000-0000-7000-8000-0000000000a2' }, 1);

    expect(reads).toBe(2);
  });
});
