import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  createIdentityLinks,
  type IdentityLinks,
} from '../../../../../lib/domains/identity/outside-issuers/identity-links.ts';
import {
  createOutsideIdentities,
  type OutsideIdentities,
} from '../../../../../lib/domains/identity/outside-issuers/outside-identities.ts';
import { hashIdentity } from '../../../../../lib/domains/identity/outside-issuers/outside-identity-repository.ts';
import { newSecurity } from '../../../../../lib/domains/identity/users/security.ts';
import { insertSecurity } from '../../../../../lib/domains/identity/users/security-repository.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { createTestPlatform, type TestPlatform } from '../../../../support/platform.ts';

const ada = '019a0000-0000-7000-8000-0000000000a1';
const eve = '019a0000-0000-7000-8000-0000000000a2';
const identity = { issuer: 'https://clinic.auth0.test/', subject: 'auth0|ada' };
const hashed = hashIdentity(identity);

let database: MemoryDatabase;
let platform: TestPlatform;
let links: IdentityLinks;
let identities: OutsideIdentities;

beforeEach(async () => {
  database = createMemoryDatabase();
  platform = createTestPlatform(database);
  links = createIdentityLinks(platform);
  identities = createOutsideIdentities(platform);
  const active = { status: 'active', emailVerified: true, clinicId: undefined } as const;
  await platform.commit(
    [ada, eve].map((userId) => insertSecurity(newSecurity({ ...active, userId, roles: ['user'] }))),
  );
});

function deleteAccount(userId: string): void {
  const security = database.itemsOf('identity').find(({ pk, sk }) => pk === `USER#${userId}` && sk === 'SECURITY');
  if (security) database.plant('identity', { ...security, status: 'deleted' });
}

/** Does something in the moment before the next transaction. */
function beforeNextTransaction(work: () => unknown): void {
  database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    database.hooks.before = undefined;
    await work();
  };
}

/** What was put on record of an identity's links, in no order: of one moment there is none. */
function onRecord(): unknown[] {
  const entries = database.itemsOf('audit').map(({ action, subject }) => `${action} ${String(subject).slice(-2)}`);
  return entries.sort();
}

const whoIs = async () => (await identities.find(identity))?.userId;
const linksOf = async (userId: string) => (await links.list(userId)).map(({ identityHash }) => identityHash);

describe('a link that is taken back', () => {
  it('lets nobody in after three seconds, is on record, and listed no more', async () => {
    await links.link(identity, ada);
    await whoIs();

    expect(await links.unlink(hashed)).toBe(ada);
    platform.clock.advance(3);

    expect(await whoIs()).toBeUndefined();
    expect(await linksOf(ada)).toEqual([]);
    expect(onRecord()).toEqual(['user.identity-linked a1', 'user.identity-unlinked a1']);
  });

  it('may be made again, as somebody else’s', async () => {
    await links.link(identity, ada);
    await links.unlink(hashed);

    await links.link(identity, eve);

    expect(await whoIs()).toBe(eve);
  });

  it('is none where the identity is nobody’s', async () => {
    await expect(links.unlink(hashed)).rejects.toMatchObject({ name: 'NotFound', code: 'IDENTITY_NOT_LINKED' });
    expect(database.itemsOf('audit')).toEqual([]);
  });

  it('is named by a person and the hash that is listed of theirs', async () => {
    await links.link(identity, ada);

    expect(await links.unlinkListed(ada, hashed.identityHash)).toBe(ada);
    expect(await linksOf(ada)).toEqual([]);
  });

  it.each([
    ['of somebody else', eve, hashed.identityHash],
    ['that is nobody’s', ada, 'another'],
  ])('is none where a person is named with the hash of an identity %s', async (_, userId, identityHash) => {
    await links.link(identity, ada);

    await expect(links.unlinkListed(userId, identityHash)).rejects.toMatchObject({ code: 'IDENTITY_NOT_LINKED' });
    expect(await linksOf(ada)).toEqual([hashed.identityHash]);
  });

  it('is taken back once, however often it is asked for at once', async () => {
    await links.link(identity, ada);

    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => links.unlink(hashed)));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual(
      Array(9).fill(expect.objectContaining({ reason: expect.objectContaining({ code: 'IDENTITY_NOT_LINKED' }) })),
    );
    expect(onRecord()).toEqual(['user.identity-linked a1', 'user.identity-unlinked a1']);
  });

  it('may be from before links were listed', async () => {
    await links.link(identity, ada);
    for (const item of database.itemsOf('identity').filter(({ entity }) => entity === 'person-link'))
      await database.write({ kind: 'delete', table: 'identity', key: { pk: String(item.pk), sk: String(item.sk) } });

    await links.unlink(hashed);

    expect(await whoIs()).toBeUndefined();
  });
});

describe('the links of a person', () => {
  it('are listed by issuer and hash, and nobody else’s among them', async () => {
    await links.link(identity, ada);
    await links.link({ ...identity, subject: 'auth0|ada-2' }, ada);
    await links.link({ ...identity, subject: 'auth0|eve' }, eve);

    const listed = await links.list(ada);

    expect(listed).toHaveLength(2);
    expect(listed).toContainEqual({ ...hashed, userId: ada, linkedAt: platform.clock().toISOString() });
    expect(JSON.stringify(listed)).not.toContain('auth0|');
  });
});

describe('a link that another person has', () => {
  it.each([
    ['was deleted and invited anew', () => deleteAccount(ada)],
    ['was named by a slip', () => undefined],
  ])('stays theirs without a word of replacing it, also where that person %s', async (_, happen) => {
    await links.link(identity, ada);
    happen();

    await expect(links.link(identity, eve)).rejects.toMatchObject({ code: 'IDENTITY_LINKED' });
    expect(await linksOf(eve)).toEqual([]);
  });

  it.each([
    ['was deleted and invited anew', () => deleteAccount(ada)],
    ['was named by a slip', () => undefined],
  ])('is replaced in one transaction where that person %s, and both are on record', async (_, happen) => {
    await links.link(identity, ada);
    happen();
    database.calls.transact = 0;

    expect(await links.link(identity, eve, { replace: true })).toBe(ada);

    expect(database.calls.transact).toBe(1);
    expect(await whoIs()).toBe(eve);
    expect([await linksOf(ada), await linksOf(eve)]).toEqual([[], [hashed.identityHash]]);
    expect(onRecord()).toEqual(['user.identity-linked a1', 'user.identity-linked a2', 'user.identity-unlinked a1']);
  });

  it('stays theirs where the transaction fails', async () => {
    await links.link(identity, ada);
    beforeNextTransaction(() => {
      throw new Error('no power');
    });

    await expect(links.link(identity, eve, { replace: true })).rejects.toThrow('no power');

    expect(await whoIs()).toBe(ada);
    expect([await linksOf(ada), await linksOf(eve)]).toEqual([[hashed.identityHash], []]);
  });

  it('is not given to somebody who is deleted', async () => {
    await links.link(identity, ada);
    deleteAccount(eve);

    const replaced = links.link(identity, eve, { replace: true });

    await expect(replaced).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
    expect(await whoIs()).toBe(ada);
  });
});

describe('at the same time', () => {
  it('two links of one identity make one', async () => {
    const outcomes = await Promise.allSettled([links.link(identity, ada), links.link(identity, eve)]);

    const [winner, loser] = (await whoIs()) === ada ? [ada, eve] : [eve, ada];
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([
      { status: 'rejected', reason: expect.objectContaining({ code: 'IDENTITY_LINKED' }) },
    ]);
    expect([await linksOf(winner), await linksOf(loser)]).toEqual([[hashed.identityHash], []]);
    expect(onRecord()).toHaveLength(1);
  });

  it('a link that was replaced is not taken back from whoever has it now', async () => {
    await links.link(identity, ada);
    beforeNextTransaction(() => links.link(identity, eve, { replace: true }));

    await expect(links.unlink(hashed)).rejects.toMatchObject({ code: 'IDENTITY_CHANGED' });

    expect(await whoIs()).toBe(eve);
    expect(await linksOf(eve)).toEqual([hashed.identityHash]);
  });

  it('a link that was taken back is not replaced', async () => {
    await links.link(identity, ada);
    beforeNextTransaction(() => links.unlink(hashed));

    const replaced = links.link(identity, eve, { replace: true });

    await expect(replaced).rejects.toMatchObject({ code: 'IDENTITY_CHANGED' });
    expect([await whoIs(), await linksOf(eve)]).toEqual([undefined, []]);
  });

  it('the same replacement five times is one, and no error', async () => {
    await links.link(identity, ada);

    const holders = await Promise.all(Array.from({ length: 5 }, () => links.link(identity, eve, { replace: true })));

    expect(holders).toContain(ada);
    expect([await linksOf(eve), await linksOf(ada)]).toEqual([[hashed.identityHash], []]);
    expect(onRecord().filter((entry) => entry === 'user.identity-linked a2')).toHaveLength(1);
  });

  it('of two who replace a link one does', async () => {
    const third = '019a0000-0000-7000-8000-0000000000a3';
    await platform.commit([
      insertSecurity(
        newSecurity({ userId: third, status: 'active', emailVerified: true, clinicId: undefined, roles: ['user'] }),
      ),
    ]);
    await links.link(identity, ada);

    const outcomes = await Promise.allSettled(
      [eve, third].map((userId) => links.link(identity, userId, { replace: true })),
    );

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect([...(await linksOf(ada)), ...(await linksOf(eve)), ...(await linksOf(third))]).toHaveLength(1);
  });

  it.each([{ replace: false }, { replace: true }])(
    'nobody is linked who is deleted meanwhile (%p)',
    async (options) => {
      if (options.replace) await links.link(identity, ada);
      beforeNextTransaction(() => deleteAccount(eve));

      await expect(links.link(identity, eve, options)).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });

      expect(await linksOf(eve)).toEqual([]);
    },
  );
});
