import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/verify-email.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly, unknownToken } from '../../support/access/expectations.ts';
import { createTestStack, invoke, send } from '../../support/http.ts';
import { createIdentity, type Identity, lastTokenId, registrationOf } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let userId: string;
let token: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.registrations, createTestStack());
  userId = (await identity.registrations.register(registrationOf())).id;
  token = await identity.oneTimeTokens.tokenOf('verify-email', lastTokenId(database));
});

const verify = (value: string) => send(handler, { method: 'POST', json: { token: value } });
const eventsOf = (type: string) =>
  database.itemsOf('events').filter(({ event }) => (event as { type: string }).type === type);

describe('POST /v1/auth/verify-email', () => {
  it('answers 204, and the person is verified for profile and sign-in alike', async () => {
    const answer = await verify(token);

    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    expect((await identity.users.get(userId)).emailVerified).toBe(true);
    expect(database.itemsOf('identity').find(({ sk }) => sk === 'SECURITY')).toMatchObject({ emailVerified: true });
    expect(eventsOf('user.verified')).toHaveLength(1);
  });

  it('takes a token once', async () => {
    await verify(token);

    const again = await verify(token);

    expect(again.status).toBe(400);
    expect(again.json.code).toBe('INVALID_TOKEN');
  });

  it('takes a token once also when ten show it at the same time', async () => {
    const fields = () => ({ method: 'POST', json: { token } });

    const answers = await Promise.all(Array.from({ length: 10 }, () => invoke(handler, fields())));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(9).fill(400)]);
    expect(eventsOf('user.verified')).toHaveLength(1);
  });

  it('does not lose the token when the store loses its answer', async () => {
    let lost = 0;
    database.hooks.after = (operation) => {
      if (operation === 'transact' && lost++ === 0) throw new AnswerLost();
    };

    const answer = await verify(token);

    expect(answer.status).toBe(204);
  });

  it('takes the token of the second mail alone, once the person has asked for one', async () => {
    await identity.registrations.resendVerification({ userId, emailVerified: false });
    const second = await identity.oneTimeTokens.tokenOf('verify-email', lastTokenId(database));

    const answers = [await verify(token), await verify(second), await verify(second)];

    expect(answers.map(({ status }) => status)).toEqual([400, 204, 400]);
    expect(eventsOf('user.verified')).toHaveLength(1);
  });

  it('refuses a token after a day', async () => {
    identity.clock.advance(24 * 60 * 60);

    const answer = await verify(token);

    expect(answer.status).toBe(400);
  });

  it('refuses what is a token for another purpose', async () => {
    const answer = await verify(await identity.oneTimeTokens.tokenOf('reset-password', lastTokenId(database)));

    expect(answer.json.code).toBe('INVALID_TOKEN');
  });

  it.each(['', 'x', `${'A'.repeat(513)}`, '../../etc/passwd'])('refuses %p with 400', async (value) => {
    const answer = await verify(value);

    expect(answer.status).toBe(400);
  });
});

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.registrations, stack),
  publicly(400, { json: { token: unknownToken } }),
);
