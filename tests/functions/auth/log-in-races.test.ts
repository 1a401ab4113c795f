import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/auth/log-in.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { Write } from '../../../lib/data/write.ts';
import { changeSecurity } from '../../../lib/domains/identity/users/security-repository.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { createTestStack, invoke, send } from '../../support/http.ts';
import { createIdentity, type Identity, registrationOf } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createCountingPasswords } from '../../support/sign-in.ts';

const password = 'Correct-Horse-9';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let counted: { verified: number };
let userId: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  const { passwords, counted: counts } = createCountingPasswords();
  counted = counts;
  // What was hashed with the costs of yesterday is verified, too.
  const verify: typeof passwords.verify = async (typed, hash) => passwords.verify(typed, hash?.replace(/^old-/, ''));
  identity = await createIdentity(database, { passwords: { ...passwords, verify } });
  handler = createHandler(identity.signIns, createTestStack());
  ({ id: userId } = await identity.registrations.register(registrationOf({ password })));
});

const logIn = (overrides: Record<string, unknown> = {}) =>
  send(handler, { method: 'POST', json: { email: 'ada@example.com', password, transport: 'body', ...overrides } });
const security = () => database.itemsOf('identity').find(({ sk }) => sk === 'SECURITY');
const sessions = () => database.itemsOf('identity').filter(({ sk }) => sk.startsWith('SESSION#'));
const refused = () => database.itemsOf('audit').filter(({ action }) => action === 'session.refused');

/** Has somebody else change the person just before the session would be stored. */
function meanwhile(change: () => Write): void {
  database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    delete database.hooks.before;
    await identity.commit([change()]);
  };
}

const reset = () =>
  changeSecurity(userId, { set: { passwordHash: 'hash:Other-Horse-9' }, add: { tokenVersion: 1, sessionEpoch: 1 } });

describe('POST /v1/auth/login, while the person changes', () => {
  it('refuses the password that was right when it was looked at, and is not any more', async () => {
    meanwhile(reset);

    const answer = await logIn();

    expect([answer.status, answer.json.code]).toEqual([401, 'INVALID_CREDENTIALS']);
    expect(sessions()).toEqual([]);
    expect(refused()).toHaveLength(1);
    expect(security()?.passwordHash).toBe('hash:Other-Horse-9');
  });

  it('lets nobody in who is deleted in the same moment', async () => {
    meanwhile(() => changeSecurity(userId, { set: { status: 'deleted' }, add: { sessionEpoch: 1 } }));

    const answer = await logIn();

    expect(answer.json.code).toBe('INVALID_CREDENTIALS');
    expect(sessions()).toEqual([]);
  });

  it('begins the session with the roles that the person has by then', async () => {
    meanwhile(() => changeSecurity(userId, { set: { roles: ['admin'] }, add: { tokenVersion: 1 } }));

    const answer = await logIn();

    const { accessToken } = answer.json.data as { accessToken: string };
    const claims = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8'));
    expect(claims).toMatchObject({ roles: ['admin'], ver: 2 });
  });

  it('begins a session of the new epoch when all of the others are ended', async () => {
    meanwhile(() => changeSecurity(userId, { add: { tokenVersion: 1, sessionEpoch: 1 } }));

    const answer = await logIn();

    expect(answer.status).toBe(200);
    expect(sessions()).toMatchObject([{ epoch: 2 }]);
  });

  it('answers 429 to somebody whose account does not come to rest, and forgets the try', async () => {
    const busy: NonNullable<typeof database.hooks.before> = async (operation) => {
      if (operation !== 'transact') return;
      database.hooks.before = undefined;
      await identity.commit([changeSecurity(userId, { add: { tokenVersion: 1 } })]);
      database.hooks.before = busy;
    };
    database.hooks.before = busy;

    const answer = await logIn();

    expect([answer.status, answer.json.code, answer.headers['retry-after']]).toEqual([429, 'TOO_MANY_ATTEMPTS', '1']);
    expect(sessions()).toEqual([]);
    expect(database.itemsOf('identity').find(({ pk }) => pk.startsWith('LOCKOUT#'))?.attempts).toBe(0);
    expect(counted.verified).toBe(1);
  });

  it('begins one session when the store loses its answer', async () => {
    let lost = 0;
    database.hooks.after = (operation) => {
      if (operation === 'transact' && lost++ === 0) throw new AnswerLost();
    };

    const answer = await logIn();

    expect(answer.status).toBe(200);
    expect(sessions()).toHaveLength(1);
  });
});

describe('POST /v1/auth/login with a password whose hash is out of date', () => {
  beforeEach(() => identity.commit([changeSecurity(userId, { set: { passwordHash: `old-hash:${password}` } })]));

  it('stores a better hash with the session', async () => {
    Object.assign(database.calls, { write: 0, transact: 0 });

    const answer = await logIn();

    expect(answer.status).toBe(200);
    expect(security()?.passwordHash).toBe(`hash:${password}`);
    expect(database.calls).toMatchObject({ write: 1, transact: 1 });
  });

  it('leaves the hash as it is when the password is wrong', async () => {
    await logIn({ password: 'Wrong-Horse-9' });

    expect(security()?.passwordHash).toBe(`old-hash:${password}`);
  });

  it('does not bring the old password back when it was changed in the same moment', async () => {
    meanwhile(reset);

    const answer = await logIn();

    expect(answer.json.code).toBe('INVALID_CREDENTIALS');
    expect(security()?.passwordHash).toBe('hash:Other-Horse-9');
  });

  it('lets in all of five who bring it at once', async () => {
    const fields = { method: 'POST', json: { email: 'ada@example.com', password } };

    const answers = await Promise.all(Array.from({ length: 5 }, () => invoke(handler, fields)));

    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
    expect(security()?.passwordHash).toBe(`hash:${password}`);
  });

  it('stores it before the second step, which has no password', async () => {
    await identity.commit([changeSecurity(userId, { set: { mfaEnabled: true } })]);

    const answer = await logIn();

    expect(answer.json.data).toMatchObject({ outcome: 'second_step_required' });
    expect(security()?.passwordHash).toBe(`hash:${password}`);
    expect(counted.verified).toBe(1);
  });
});
