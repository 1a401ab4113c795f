import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/api-keys/expire-api-key.ts';
import { createApiKeyExpiry } from '../../../lib/domains/identity/api-keys/expiry.ts';
import { createApiKeyService } from '../../../lib/domains/identity/api-keys/service.ts';
import { dueItems, eventOfDue } from '../../../lib/due/due-item.ts';
import { createKeys, type Keys, keyMaker } from '../../support/api-keys.ts';
import { keysOf, northClinic, plantClinics } from '../../support/clinics.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { createMemoryTools, deliver } from '../../support/queue.ts';

let database: MemoryDatabase;
let keys: Keys;

beforeEach(() => {
  database = createMemoryDatabase();
  plantClinics(database);
  keys = createKeys(database);
});

const later = (seconds: number) => new Date(keys.clock().getTime() + seconds * 1_000).toISOString();
const makeKey = (seconds: number) => keys.make({ clinicId: northClinic, expiresAt: later(seconds) });
const actions = () => database.itemsOf('audit').map(({ action }) => action);
const counted = () => keysOf(database, northClinic);

/** What the tick sends when a key has expired. */
function message() {
  const [item] = database.itemsOf('platform').filter(({ entity }) => entity === 'due');
  const due = item && dueItems.fromItem(item, keys.clock());
  if (!due) throw new Error('nothing is due');
  return { content: eventOfDue(due) };
}

function hand(messages = [message()]) {
  const platform = createTestPlatform(database, { clock: keys.clock });
  return deliver(createHandler(createApiKeyExpiry(platform), createMemoryTools(database, keys.clock)), messages);
}

describe('a key that expires', () => {
  it('is no longer counted at its clinic, and on record, once, however often it is told of', async () => {
    await makeKey(600);
    const told = message();
    keys.clock.advance(600);
    const before = counted();

    const { reported } = await hand([told, told]);
    await hand([told]);

    expect(reported).toEqual([]);
    expect([before, counted()]).toEqual([1, 0]);
    expect(actions()).toEqual(['api-key.created', 'api-key.expired']);
  });

  it('stays on the list, and is counted no less when it is revoked then', async () => {
    const { id } = await makeKey(600);
    keys.clock.advance(600);
    await hand();

    const { items } = await keys.listing.list(keyMaker, { limit: 10 });
    await keys.apiKeys.revoke(keyMaker, id);

    expect(items).toMatchObject([{ id }]);
    expect(counted()).toBe(0);
    expect(actions().at(-1)).toBe('api-key.revoked');
  });

  it('has nothing done about it where it was revoked before', async () => {
    const { id } = await makeKey(600);
    await keys.apiKeys.revoke(keyMaker, id);
    keys.clock.advance(600);

    const { reported } = await hand();

    expect(reported).toEqual([]);
    expect(counted()).toBe(0);
    expect(actions()).toEqual(['api-key.created', 'api-key.revoked']);
  });

  it.each([0, 1, 2, 3, 4, 5])(
    'is counted out once where it is revoked at that moment, %i turns later',
    async (turns) => {
      const { id } = await makeKey(600);
      keys.clock.advance(600);

      const revoking = (async () => {
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
        await keys.apiKeys.revoke(keyMaker, id);
      })();
      await Promise.all([hand(), revoking]);
      // A worker that met the revocation comes again.
      await hand();

      expect(counted()).toBe(0);
      expect(database.itemsOf('identity')).toEqual([]);
    },
  );

  it('is counted out once where it expires between the look and the write of who revokes it', async () => {
    const { id } = await makeKey(600);
    keys.clock.advance(600);
    const platform = createTestPlatform(database, { clock: keys.clock });
    const commit = (async (...change: Parameters<typeof platform.commit>) => {
      if (actions().at(-1) === 'api-key.created') await hand();
      return platform.commit(...change);
    }) as typeof platform.commit;

    await createApiKeyService({ ...platform, commit }).revoke(keyMaker, id);

    expect(actions()).toEqual(['api-key.created', 'api-key.expired', 'api-key.revoked']);
    expect(counted()).toBe(0);
    expect(database.itemsOf('identity')).toEqual([]);
  });

  it('comes again where its message is early', async () => {
    await makeKey(600);

    const { reported } = await hand();

    expect(reported).toEqual(['m0']);
    expect(counted()).toBe(1);
  });
});

describe('the end of a key', () => {
  it('is told by the commit that makes the key where it is near, and by nobody where it never comes', async () => {
    await makeKey(60);
    await makeKey(3_600);
    await keys.make();

    const types = database.itemsOf('events').map(({ event }) => (event as { type: string }).type);

    expect(types).toEqual(['api-key.expired']);
    expect(database.itemsOf('platform')).toHaveLength(2);
  });

  it('does not keep a key of an earlier release from being revoked, of which nothing is due', async () => {
    const { id } = await makeKey(600);
    for (const key of database.itemsOf('platform')) await database.write({ kind: 'delete', table: 'platform', key });

    await keys.apiKeys.revoke(keyMaker, id);

    expect(counted()).toBe(0);
  });
});
