import { beforeEach, describe, expect, it } from '@jest/globals';
import { endLinksOfPerson } from '../../../../../lib/domains/identity/links/pending-link-repository.ts';
import { setPreferences } from '../../../../../lib/domains/identity/users/preference-repository.ts';
import type { Preferences } from '../../../../../lib/domains/identity/users/preferences.ts';
import { emailHashOf } from '../../../../../lib/domains/identity/users/repository.ts';
import {
  createIdentity,
  type Identity,
  lastTokenId,
  registrationOf,
  signedInPerson,
} from '../../../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';

const password = 'Correct-Horse-9';
const email = 'ada@example.com';
const wanted = 'ada.king@example.com';
const ada = { email, name: 'Ada Lovelace', emailVerified: false };

const preferring = (locale: string): Preferences => ({
  channels: { email: true, websocket: true },
  quietHours: null,
  locale,
});

let database: MemoryDatabase;
let identity: Identity;
let person: Awaited<ReturnType<typeof signedInPerson>>;
let userId: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  person = await signedInPerson(identity);
  userId = person.user.id;
});

const item = (sk: string) => database.itemsOf('identity').find((each) => each.sk === sk) ?? { pk: '', sk: '' };

/** Asks for another address; answers the id of the token. */
async function ask(): Promise<string> {
  await identity.emailChanges.request({ userId }, { email: wanted, password });
  return lastTokenId(database);
}

/** Gives the person the address; answers the id of the change. */
async function changeAddress(): Promise<string> {
  await identity.emailChanges.confirm(await identity.oneTimeTokens.tokenOf('change-email', await ask()));
  const [changeId = ''] = database.itemsOf('identity').flatMap((each) => (each.changeId as string | undefined) ?? []);
  return changeId;
}

describe('the recipient of a mail', () => {
  it('is found by the hash of the address', async () => {
    const { findRecipientByEmailHash } = identity.mailRecipients;

    expect(await findRecipientByEmailHash(emailHashOf(email))).toEqual({ ...ada, userId });
    expect(await findRecipientByEmailHash(emailHashOf('eve@example.com'))).toBeUndefined();
  });

  it('is read together with the language that they prefer, by one call, also once they are deleted', async () => {
    await identity.commit([setPreferences({ userId, version: 0 }, preferring('de-AT'))]);
    const calls = { ...database.calls };

    const found = await identity.mailRecipients.findRecipient(userId);
    const after = { ...database.calls };
    database.plant('identity', { ...item('PERSON'), status: 'deleted' });

    expect(found).toEqual({ ...ada, userId, locale: 'de-AT' });
    expect(after).toEqual({ ...calls, batchGet: calls.batchGet + 1 });
    expect(await identity.mailRecipients.findDeletedRecipient(userId)).toMatchObject({ locale: 'de-AT' });
  });

  it('has no language once the mailbox was proved, since whoever registered with the address may have chosen it', async () => {
    await identity.commit([setPreferences({ userId, version: 0 }, preferring('es'))]);
    await identity.passwordResetRequests.request(email);
    const token = await identity.oneTimeTokens.tokenOf('reset-password', lastTokenId(database));

    const before = await identity.mailRecipients.findRecipient(userId);
    await identity.passwordResets.reset({ token, password: 'Another-Horse-9' });

    expect([before?.locale, (await identity.mailRecipients.findRecipient(userId))?.locale]).toEqual(['es', undefined]);
  });

  it('is nobody once the person is deleted, by whatever way', async () => {
    const tokenId = await ask();
    database.plant('identity', { ...item('PERSON'), status: 'deleted' });

    const { findRecipient, findRecipientByEmailHash, findRecipientOfEmailChange } = identity.mailRecipients;
    expect(await findRecipient(userId)).toBeUndefined();
    expect(await findRecipientByEmailHash(emailHashOf(email))).toBeUndefined();
    expect(await findRecipientOfEmailChange(userId, tokenId)).toBeUndefined();
  });

  it('is found at the address that they had once they are deleted, also when it is another’s by then', async () => {
    database.plant('identity', { ...item('PERSON'), status: 'deleted' });
    const claim = item('EMAIL');
    await database.write({ kind: 'delete', table: 'identity', key: { pk: claim.pk, sk: claim.sk } });
    await identity.registrations.register(registrationOf({ name: 'Eve Adams' }));

    expect(await identity.mailRecipients.findDeletedRecipient(userId)).toEqual({ ...ada, userId });
    expect(await identity.mailRecipients.findDeletedRecipient('019a0000-0000-7000-8000-00000000ffff')).toBeUndefined();
  });

  it('is at the address that a token would make theirs, until it is used up, too old, or the address taken', async () => {
    const { findRecipientOfEmailChange } = identity.mailRecipients;
    const tokenId = await ask();
    const token = await identity.oneTimeTokens.tokenOf('change-email', tokenId);

    const before = await findRecipientOfEmailChange(userId, tokenId);
    await identity.emailChanges.confirm(token);
    const after = await findRecipientOfEmailChange(userId, tokenId);

    expect(before).toEqual({ ...ada, userId, email: wanted });
    expect(after).toBeUndefined();
  });

  it('is nobody where a newer link counts', async () => {
    const older = await ask();
    const newer = await ask();

    const { findRecipientOfEmailChange } = identity.mailRecipients;
    expect(await findRecipientOfEmailChange(userId, older)).toBeUndefined();
    expect(await findRecipientOfEmailChange(userId, newer)).toMatchObject({ email: wanted });
  });

  it('is nobody when the address that was asked for is taken', async () => {
    const tokenId = await ask();
    await identity.registrations.register(registrationOf({ email: wanted }));

    expect(await identity.mailRecipients.findRecipientOfEmailChange(userId, tokenId)).toBeUndefined();
  });

  it('is nobody when the token has expired before its mail was written', async () => {
    const tokenId = await ask();
    identity.clock.advance(24 * 60 * 60);

    expect(await identity.mailRecipients.findRecipientOfEmailChange(userId, tokenId)).toBeUndefined();
  });

  it('is at the former address of a change also when the person was deleted since', async () => {
    const changeId = await changeAddress();
    database.plant('identity', { ...item('PERSON'), status: 'deleted' });

    expect(await identity.mailRecipients.findFormerRecipient(userId, changeId)).toEqual({
      ...ada,
      userId,
      emailVerified: true,
    });
  });

  it('is at the former address of a change for two weeks', async () => {
    const changeId = await changeAddress();
    const find = () => identity.mailRecipients.findFormerRecipient(userId, changeId);

    const soon = await find();
    identity.clock.advance(14 * 24 * 60 * 60);

    expect(soon).toEqual({ ...ada, userId, emailVerified: true });
    expect(await find()).toBeUndefined();
  });
});

describe('a link', () => {
  const owner = () => ({ userId });
  const emailHash = emailHashOf(email);

  it.each([
    ['verify-email', owner, () => identity.registrations.resendVerification({ userId, emailVerified: false })],
    ['reset-password', () => ({ emailHash }), () => identity.passwordResetRequests.request(email)],
    ['change-email', owner, ask],
  ] as const)('is worth a mail until a newer one counts: %s', async (purpose, ownerOf, askFor) => {
    const tokenIds: string[] = [];
    for (let at = 0; at < 2; at++) {
      await askFor();
      tokenIds.push(lastTokenId(database));
    }
    database.calls.batchGet = 0;

    const found = [];
    for (const tokenId of tokenIds) found.push(await identity.mailRecipients.hasLink(purpose, ownerOf(), tokenId));

    expect(found).toEqual([false, true]);
    expect(database.calls.batchGet).toBe(2);
  });

  it('is worth no mail once it was ended, nor after its time', async () => {
    const ended = await ask();
    await identity.commit(endLinksOfPerson(userId));
    const first = await identity.mailRecipients.hasLink('change-email', owner(), ended);
    const late = await ask();
    identity.clock.advance(24 * 60 * 60);

    expect([first, await identity.mailRecipients.hasLink('change-email', owner(), late)]).toEqual([false, false]);
  });

  it('is nobody’s but its owner’s', async () => {
    const tokenId = await ask();

    const other = { userId: '019a0000-0000-7000-8000-00000000ffff' };
    expect(await identity.mailRecipients.hasLink('change-email', other, tokenId)).toBe(false);
  });
});

describe('the place of a sign-in', () => {
  const sessionId = () => String(sessionItem()?.id);
  const sessionItem = () => database.itemsOf('identity').find(({ sk }) => sk.startsWith('SESSION#'));

  it('is where the session began', async () => {
    const place = await identity.mailRecipients.findSignInPlace(userId, sessionId());

    expect(place).toMatchObject({ device: 'tests', address: '203.0.113.7' });
  });

  it('is not told once the session is over', async () => {
    const id = sessionId();
    await identity.signOut.logOut({ refreshTokens: [person.refreshToken] });

    expect(await identity.mailRecipients.findSignInPlace(userId, id)).toBeUndefined();
  });
});
