import { beforeEach, describe, expect, it } from '@jest/globals';
import { trigger } from '../../../functions/notifications/send-urgent-email.ts';
import { type EventType, events } from '../../../lib/domains/events.ts';
import { emailHashOf } from '../../../lib/domains/identity/users/repository.ts';
import { allData, buildEvent } from '../../lib/mail/build-event.ts';
import { clientUrl, createIdentity, type Identity, lastTokenId, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createMailWorld, type MailWorld } from './mail-world.ts';

const email = 'ada@example.com';
const password = 'Correct-Horse-9';
const typesOf = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type).sort();

describe('send-urgent-email', () => {
  it('works on the queue of mails that cannot wait, on what is routed to it', () => {
    expect(trigger.queue).toBe('email-urgent');
    expect(typesOf(trigger.events)).toEqual(
      typesOf(events.filter(({ queues }) => queues.some((each) => each === 'email-urgent'))),
    );
  });

  it('may read people and secrets, keep suppressions, take leases and deliver mail, and no more', () => {
    expect(trigger.grants).toEqual([
      'identity:read',
      'identity:query',
      'secrets:read',
      'suppressions:keep',
      'leases:take',
      'mail:deliver',
    ]);
  });

  it('mails what each event calls for, with the id of the request that began it all', async () => {
    const world = createMailWorld();
    const types = ['user.registered', 'password.changed'] as const;
    const messages = types.map((type, index) => ({
      content: { ...buildEvent(type, allData), id: `019a0000-0000-7000-8000-0000000000d${index}` },
    }));

    const { outcomes, lines } = await world.hand('email-urgent', messages);

    expect(outcomes).toEqual(['success', 'success']);
    expect(world.sent.map(({ subject }) => subject).sort()).toEqual([
      'Confirm your email address',
      'Your password was changed',
    ]);
    expect(world.sent.map(({ headers }) => headers?.['X-Correlation-ID'])).toEqual(['request-1', 'request-1']);
    expect(lines.map(({ correlationId }) => correlationId)).toEqual(['request-1', 'request-1']);
  });

  it('mails of a lock also by an event of the release before, which names the address alone', async () => {
    const world = createMailWorld();
    const { emailHash } = allData;

    const { outcomes } = await world.hand('email-urgent', [
      { content: { ...buildEvent('sign-in.locked'), version: 1, data: { emailHash } } },
    ]);

    expect(outcomes).toEqual(['success']);
    expect(world.sent.map(({ subject }) => subject)).toEqual(['Too many failed sign-ins']);
  });

  it('leaves in the queue what is not routed to it', async () => {
    const world = createMailWorld();

    const { reported } = await world.hand('email-urgent', [{ content: buildEvent('user.verified') }]);

    expect(reported).toEqual(['m0']);
    expect(world.sent).toEqual([]);
  });
});

describe('the database calls of an urgent mail', () => {
  let database: MemoryDatabase;
  let identity: Identity;
  let world: MailWorld;
  let userId: string;

  beforeEach(async () => {
    database = createMemoryDatabase();
    identity = await createIdentity(database);
    userId = (await signedInPerson(identity)).user.id;
    // Past the link, which one of the mails is about.
    database.plant('identity', { ...itemAt('PERSON'), emailVerified: true });
    const { mailRecipients: recipients, oneTimeTokens: tokens, clock } = identity;
    const sources = { ...recipients, tokenFor: tokens.tokenOf, clientUrl: () => clientUrl };
    world = createMailWorld({ database, clock, sources });
  });

  const itemAt = (sk: string) => {
    const item = database.itemsOf('identity').find((each) => each.sk.startsWith(sk));
    if (!item) throw new Error(`no item of identity has a sort key of ${sk}`);
    return item;
  };

  /** Changes the address; answers what the event of it holds. */
  async function changeEmail() {
    await identity.emailChanges.request({ userId }, { email: 'ada.king@example.com', password });
    await identity.emailChanges.confirm(await identity.oneTimeTokens.tokenOf('change-email', lastTokenId(database)));
    return { changeId: database.itemsOf('identity').find((item) => item.changeId)?.changeId };
  }

  async function askForEmail() {
    await identity.emailChanges.request({ userId }, { email: 'ada.king@example.com', password });
    return { tokenId: lastTokenId(database) };
  }

  const none = { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 };

  /** The calls that one receive of an event makes. */
  async function callsOf(type: EventType, data: Readonly<Record<string, unknown>>) {
    Object.assign(database.calls, none);
    const { outcomes } = await world.hand('email-urgent', [{ content: buildEvent(type, { userId, ...data }) }]);
    return { outcomes, calls: { ...database.calls } };
  }

  const registered = async () => ({ tokenId: lastTokenId(database) });
  const known = async () => ({ emailHash: emailHashOf(email), tokenId: lastTokenId(database) });
  const asked = async () => {
    await identity.passwordResetRequests.request(email);
    return known();
  };
  const tried = async () => ({ ...(await known()), account: await identity.sealedAccounts.seal(userId) });
  const started = async () => ({ sessionId: itemAt('SESSION#').id });

  it.each([
    // Together, the person and their locale; whether the address is suppressed; together, the token and the link that counts.
    ['user.registered', registered, 1, 2],
    // Together, the person and their locale; whether the address is suppressed.
    ['password.changed', registered, 1, 1],
    ['session.reuse-detected', started, 1, 1],
    ['sign-in.codes-guessed', registered, 1, 1],
    ['sign-in.locked', tried, 1, 1],
    // Whose address it is; together, the person and their locale; whether the address is suppressed; together, the token and the link that counts.
    ['password.reset-requested', asked, 2, 2],
    // The address that was given up; together, the person and their locale; whether it is suppressed.
    ['user.email-changed', changeEmail, 2, 1],
    // Whether the address is taken; together, the person and their locale; whether it is suppressed; together, the token and the link that counts.
    ['user.email-change-requested', askForEmail, 2, 2],
    // Together, the person and their locale; whether the address is suppressed; where the session began.
    ['session.started-on-new-device', started, 1, 2],
  ] as const)('about %s are its reads, and two writes of a lease', async (type, dataOf, get, batchGet) => {
    const data = await dataOf();

    const { outcomes, calls } = await callsOf(type, data);

    expect(outcomes).toEqual(['success']);
    expect(calls).toEqual({ ...none, get, batchGet, write: 2 });
    expect(world.sent).toHaveLength(1);
  });

  it('about a recovery code are those of any notice, and one query of how many are left', async () => {
    const { outcomes, calls } = await callsOf('mfa.recovery-code-used', {});

    expect([outcomes, calls]).toEqual([['success'], { ...none, get: 1, batchGet: 1, query: 1, write: 2 }]);
  });

  it('to somebody who is gone are the reads that show it, and nothing more', async () => {
    database.plant('identity', { ...itemAt('PERSON'), status: 'deleted' });

    const calls = await callsOf('password.changed', {});

    expect(calls).toEqual({ outcomes: ['dropped RECIPIENT_GONE'], calls: { ...none, batchGet: 1 } });
  });

  it('of a notice to an address that was never verified are the same', async () => {
    database.plant('identity', { ...itemAt('PERSON'), emailVerified: false });

    const calls = await callsOf('password.changed', {});

    expect(calls).toEqual({ outcomes: ['dropped RECIPIENT_GONE'], calls: { ...none, batchGet: 1 } });
  });

  it('to an address that nobody has are the read that shows it, and nothing more', async () => {
    const emailHash = emailHashOf('eve@example.com');

    const calls = await callsOf('password.reset-requested', { emailHash, tokenId: allData.tokenId });

    expect(calls).toEqual({ outcomes: ['dropped RECIPIENT_GONE'], calls: { ...none, get: 1 } });
  });

  it('of a copy are its reads, and one write that is refused', async () => {
    await callsOf('password.changed', {});

    const calls = await callsOf('password.changed', {});

    expect(calls).toEqual({ outcomes: ['dropped ALREADY_DONE'], calls: { ...none, get: 1, batchGet: 1, write: 1 } });
  });
});
