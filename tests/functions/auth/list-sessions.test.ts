import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/list-sessions.ts';
import { newId } from '../../../lib/ids.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { signedIn } from '../../support/access/expectations.ts';
import { send } from '../../support/http.ts';
import { createIdentity, type Identity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

let database: MemoryDatabase;
let identity: Identity;
let person: Awaited<ReturnType<typeof signedInPerson>>;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  person = await signedInPerson(identity);
});

const list = async (headers: Record<string, string> = person.headers) => {
  const answer = await send(createHandler(identity.sessionListing, identity.stack), { headers });
  return { ...answer, sessions: (answer.json.data ?? []) as Record<string, unknown>[] };
};
const startAt = (address: string, { sessionEpoch = 1, sessionId = newId() } = {}) =>
  identity.sessions.start({ userId: person.user.id, sessionEpoch }, { userAgent: 'Phone/2.0', address }, { sessionId });

describe('GET /v1/auth/sessions', () => {
  it('answers with the sessions of the person, newest first, and tells which one asks', async () => {
    identity.clock.advance(60);
    // An id that was chosen early must not make the session an old one.
    const sessionId = '00000000-0000-7000-8000-0000000000b2';
    const { refreshToken } = await startAt('198.51.100.9', { sessionId });
    identity.clock.advance(60);
    await identity.sessions.refresh(refreshToken, async (continued) => continued);

    const answer = await list();

    expect(answer.status).toBe(200);
    expect(answer.sessions).toEqual([
      {
        id: sessionId,
        device: 'Phone/2.0',
        address: '198.51.100.9',
        createdAt: '2026-03-08T09:31:00.000Z',
        lastUsedAt: '2026-03-08T09:32:00.000Z',
        current: false,
      },
      {
        id: expect.any(String),
        device: 'tests',
        address: '203.0.113.7',
        createdAt: '2026-03-08T09:30:00.000Z',
        lastUsedAt: '2026-03-08T09:30:00.000Z',
        current: true,
      },
    ]);
    expect(answer.json).not.toHaveProperty('meta');
  });

  it('shows nothing of tokens', async () => {
    const { text } = await list();

    expect(text).not.toMatch(/hash|token|secret|epoch/i);
  });

  it("leaves out other people's sessions", async () => {
    const other = await signedInPerson(identity, { email: 'eve@example.com' });

    const [mine, theirs] = [await list(), await list(other.headers)];

    expect(mine.sessions).toHaveLength(1);
    expect(theirs.sessions).toHaveLength(1);
    expect(mine.sessions[0]?.id).not.toBe(theirs.sessions[0]?.id);
  });

  it('leaves out sessions that have expired, although the store still holds them', async () => {
    identity.clock.advance(30 * 24 * 60 * 60);
    const { sessionId } = await startAt('198.51.100.9');

    const sessions = await identity.sessionListing.list({ userId: person.user.id, sessionId });

    expect(sessions.map(({ id }) => id)).toEqual([sessionId]);
    expect(database.itemsOf('identity').filter(({ sk }) => sk.startsWith('SESSION#'))).toHaveLength(2);
  });

  it('leaves out sessions that were ended together with all others', async () => {
    await identity.ownSessions.endAll({ userId: person.user.id });
    const { sessionId } = await startAt('198.51.100.9', { sessionEpoch: 2 });

    const sessions = await identity.sessionListing.list({ userId: person.user.id, sessionId });

    expect(sessions.map(({ id }) => id)).toEqual([sessionId]);
  });

  it('answers with the newest hundred of many', async () => {
    identity.clock.advance(1);
    await Promise.all(Array.from({ length: 110 }, () => startAt('198.51.100.9')));

    const { sessions } = await list();

    expect(sessions).toHaveLength(100);
  });

  it('makes one query and one read, beside what tells who calls', async () => {
    await list();
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await list();

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 1, write: 0, transact: 0 });
  });

  it('answers 401 to nobody', async () => {
    const answer = await list({});

    expect(answer.status).toBe(401);
  });
});

describeAccess(trigger, ({ identity, stack }) => createHandler(identity.sessionListing, stack), signedIn(200));
