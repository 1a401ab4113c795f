import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/api-keys/revoke-api-key.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { permissionsOf } from '../../../lib/domains/declared/permissions.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { administered, toClinicKey } from '../../support/access/expectations.ts';
import { createKeys, type Keys, keyMaker } from '../../support/api-keys.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

let database: MemoryDatabase;
let keys: Keys;

beforeEach(() => {
  database = createMemoryDatabase();
  keys = createKeys(database);
});

const revoke = (keyId: string, caller: Caller = keyMaker) =>
  send(createHandler(keys.apiKeys, createTestStack({ caller })), { method: 'DELETE', params: { keyId } });

describe('DELETE /v1/api-keys/{keyId}', () => {
  it('shuts a machine out within three seconds that was let in just before', async () => {
    const { id, key } = await keys.make();
    const before = await keys.liveKeys.find(key);

    const answer = await revoke(id);
    keys.clock.advance(3);

    expect(answer.status).toBe(204);
    expect(before).toBeDefined();
    expect(await keys.liveKeys.find(key)).toBeUndefined();
  });

  it('shuts a machine out by its id in capitals', async () => {
    const { id, key } = await keys.make();

    const answer = await revoke(id.toUpperCase());

    expect(answer.status).toBe(204);
    expect(await keys.liveKeys.find(key)).toBeUndefined();
    expect(database.itemsOf('audit').at(-1)).toMatchObject({ subject: `api-keys/${id}` });
  });

  it('is on record with who did it', async () => {
    const { id } = await keys.make();

    await revoke(id);

    expect(database.itemsOf('audit').at(-1)).toMatchObject({
      action: 'api-key.revoked',
      actorId: keyMaker.userId,
      subject: `api-keys/${id}`,
      outcome: 'success',
    });
  });

  it('happens once, however often it is asked for at once', async () => {
    const { id } = await keys.make();
    const revokes = Array.from({ length: 20 }, () => keys.apiKeys.revoke(keyMaker, id).then(() => 'revoked', codeOf));

    const outcomes = await Promise.all(revokes);

    expect(outcomes.filter((outcome) => outcome === 'revoked')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['revoked', 'API_KEY_NOT_FOUND']));
    expect(database.itemsOf('audit').filter(({ action }) => action === 'api-key.revoked')).toHaveLength(1);
  });

  it('makes one read and one transaction', async () => {
    const { id } = await keys.make();
    database.calls.transact = 0;

    await revoke(id);

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 1 });
  });

  it('leaves other keys alone', async () => {
    const [one, other] = [await keys.make(), await keys.make()];

    await revoke(one.id);

    expect(await keys.liveKeys.find(other.key)).toMatchObject({ keyId: other.id });
  });

  it('is open to a machine that may', async () => {
    const { id } = await keys.make();
    const machine = {
      kind: 'machine',
      keyId: id,
      permissions: new Set(['api-keys:write'] as const),
      dailyQuota: 10,
    } as const;

    expect((await revoke(id, machine)).status).toBe(204);
    expect(database.itemsOf('audit').at(-1)).toMatchObject({ actorId: id });
  });

  it('answers 404 for a key that is not there', async () => {
    const answer = await revoke('019a0000-0000-7000-8000-0000000000c9');

    expect(answer).toMatchObject({ status: 404, json: { code: 'API_KEY_NOT_FOUND' } });
    expect(database.itemsOf('audit')).toEqual([]);
  });

  it('answers 403 to a person without the permission', async () => {
    const { id } = await keys.make();

    const answer = await revoke(id, { ...keyMaker, permissions: permissionsOf(['doctor']) });

    expect(answer.status).toBe(403);
  });

  it('refuses what is no id with 400', async () => {
    expect((await revoke('mine')).status).toBe(400);
  });
});

function codeOf(error: { code?: string }): string | undefined {
  return error.code;
}

// The key of the row is one of no clinic.
describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.apiKeys, stack),
  toClinicKey(administered('apiKey', 204), [null, 404, null, 404, 404]),
);
