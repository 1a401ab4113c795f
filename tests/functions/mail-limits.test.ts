import { beforeEach, describe, expect, it } from '@jest/globals';
import type { LinkOwner } from '../../lib/domains/identity/links/pending-link-repository.ts';
import { type OneTimePurpose, oneTimePurposes } from '../../lib/domains/identity/links/token-hash.ts';
import { address, createLinkWorld, everythingIn, type LinkWorld, passwords, wanted } from '../support/links/world.ts';

let world: LinkWorld;
let userId: string;

beforeEach(async () => {
  world = await createLinkWorld();
});

/** An account as a kind of mail needs it, and how one more is asked for. */
interface Kind {
  readonly begin: () => Promise<unknown>;
  readonly ask: () => Promise<{ status: number; json: unknown }>;
  /** What `begin` has taken of the five. */
  readonly mailed: number;
}

const kinds: Readonly<Record<OneTimePurpose, Kind>> = {
  'verify-email': { begin: () => world.register(), ask: () => world.resend(), mailed: 1 },
  'reset-password': { begin: () => world.register(), ask: () => world.forgot(), mailed: 0 },
  'change-email': { begin: () => world.register(), ask: () => world.changeEmail(), mailed: 0 },
  invitation: {
    begin: async () => {
      userId = (await world.invite()).json.data.id;
    },
    ask: () => world.inviteAgain(userId),
    mailed: 1,
  },
};

/** How many mails were asked for, how many of their tokens were kept, and how many the worker would write by now. */
async function mailsOf(purpose: OneTimePurpose) {
  const types: Readonly<Record<OneTimePurpose, readonly string[]>> = {
    'verify-email': ['user.registered', 'user.verification-requested'],
    'reset-password': ['password.reset-requested'],
    'change-email': ['user.email-change-requested'],
    invitation: ['user.invited', 'user.invitation-requested'],
  };
  const events = world.database.itemsOf('events').map(({ event }) => event as { type: string; data: MailData });
  const asked = events.flatMap(({ type, data }) => (types[purpose].includes(type) ? [data] : []));
  const { hasLink } = world.identity.mailRecipients;
  const counting = await Promise.all(asked.map((data) => hasLink(purpose, data, data.tokenId)));
  const kept = world.database.itemsOf('identity').filter((item) => item.sk === 'TOKEN' && item.purpose === purpose);
  return { asked: asked.length, kept: kept.length, counting: counting.filter(Boolean).length };
}
type MailData = LinkOwner & { readonly tokenId: string };

async function times<R>(count: number, work: () => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  while (results.length < count) results.push(await work());
  return results;
}

describe('mails with a link', () => {
  it.each(oneTimePurposes)('are five an hour for each address, and the answer is the same: %s', async (purpose) => {
    const { begin, ask } = kinds[purpose];
    await begin();

    const answers = await times(9, ask);

    expect(new Set(answers.map(({ status, json }) => JSON.stringify([status, json])))).toEqual(new Set(['[202,null]']));
    expect(await mailsOf(purpose)).toEqual({ asked: 5, kept: 5, counting: 1 });
  });

  it.each(oneTimePurposes)('leave the last link good when more are asked for: %s', async (purpose) => {
    const { begin, ask, mailed } = kinds[purpose];
    await begin();
    await times(5 - mailed, ask);
    const token = await world.newest(purpose);
    await times(3, ask);

    const answer = await world.show(purpose, token);

    expect(answer.status).toBe(204);
  });

  it.each(oneTimePurposes)('are five also when twenty are asked for at once: %s', async (purpose) => {
    const { begin, ask } = kinds[purpose];
    await begin();

    const answers = await Promise.all(Array.from({ length: 20 }, () => ask()));

    const statuses = answers.map(({ status }) => status);
    // Of twenty at once, ten passwords of a change of address are looked at.
    expect(statuses.filter((status) => status !== 429)).toEqual(Array(purpose === 'change-email' ? 10 : 20).fill(202));
    expect(await mailsOf(purpose)).toEqual({ asked: 5, kept: 5, counting: 1 });
  });

  describe('of a change of address that are withheld', () => {
    const mistyped = 'ada.kind@example.com';

    beforeEach(async () => {
      await world.register();
      await times(5, () => world.changeEmail());
    });

    it('end the link to another address that was asked for between', async () => {
      await world.changeEmail(mistyped);
      const token = await world.newest('change-email');

      const withheld = await world.changeEmail();

      const answer = await world.show('change-email', token);
      expect([withheld.status, answer.status, answer.json?.code]).toEqual([202, 400, 'INVALID_TOKEN']);
      expect((await world.logIn(address, passwords.first)).status).toBe(200);
    });

    it('end it also where another is asked for between their look and their write', async () => {
      await world.changeEmail(mistyped);
      let token = '';
      world.database.hooks.before = async (operation, request) => {
        if (operation !== 'transact' || !JSON.stringify(request).includes('LINKS#USER#')) return;
        delete world.database.hooks.before;
        await world.changeEmail('ada.byron@example.com');
        token = await world.newest('change-email');
      };

      const withheld = await world.changeEmail();

      expect([withheld.status, token === '']).toEqual([202, false]);
      expect((await world.show('change-email', token)).status).toBe(400);
    });

    it.each([
      ['there is a link to the same address', async () => undefined, ['batchGet', 'write']],
      ['there is one to another, which they end', () => world.changeEmail(mistyped), ['batchGet', 'transact']],
    ])('cost one read more and no more writes, where %s', async (_, before, calls) => {
      await before();
      const trace: string[] = [];
      world.database.hooks.before = (operation) => void trace.push(operation);

      await world.changeEmail();

      expect(trace.slice(-3)).toEqual(['get', ...calls]);
    });
  });

  it('are five in whatever hour one looks at', async () => {
    await world.forgot();
    world.advance(59 * 60);
    await times(5, () => world.forgot());
    world.advance(60);
    await times(5, () => world.forgot());

    expect((await mailsOf('reset-password')).asked).toBe(6);
    world.advance(59 * 60);
    await times(5, () => world.forgot());
    expect((await mailsOf('reset-password')).asked).toBe(10);
  });

  it('are counted for each address and each kind apart', async () => {
    await world.register();
    await times(6, () => world.forgot());

    await world.forgot('eve@example.com');
    await world.resend();

    expect((await mailsOf('reset-password')).asked).toBe(6);
    expect((await mailsOf('verify-email')).asked).toBe(2);
  });

  it('are counted for the address that is written to, whoever asks', async () => {
    await world.register();
    await world.register('eve@example.com');
    await times(4, () => world.changeEmail());

    await times(3, () => world.changeEmail(wanted, 'eve@example.com'));

    expect((await mailsOf('change-email')).asked).toBe(5);
  });

  it('are not counted where a request was refused that would have caused one', async () => {
    await world.register();
    await times(6, () => world.register());

    await times(4, () => world.resend());

    expect(await mailsOf('verify-email')).toEqual({ asked: 5, kept: 5, counting: 1 });
  });

  it('do not keep anybody from an account: it is made without one, which can be asked for later', async () => {
    for (let at = 0; at < 5; at++) await world.remove((await world.register()).json.data.id);

    const sixth = await world.register();

    expect(sixth.status).toBe(201);
    expect(await mailsOf('verify-email')).toEqual({ asked: 6, kept: 5, counting: 0 });
    world.advance(60 * 60);
    await world.resend();
    expect((await world.show('verify-email', await world.newest('verify-email'))).status).toBe(204);
  });

  it('that are withheld are on record where the asker is known, and for a stranger nothing is stored', async () => {
    await world.register();
    await times(4, () => world.resend());
    await times(5, () => world.forgot());
    await world.resend();
    const before = everythingIn(world);

    await world.forgot();

    expect(everythingIn(world)).toEqual(before);
    const outcomes = world.database.itemsOf('audit').filter(({ action }) => action === 'user.verification-requested');
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([...Array(4).fill('success'), 'refused']);
  });

  it('cost the same calls for an address that nobody has, also when they are withheld', async () => {
    await world.register();
    const callsOf = async (email: string) => {
      const trace: string[] = [];
      world.database.hooks.before = (operation) => void trace.push(operation);
      await world.forgot(email);
      return trace;
    };

    const known = await times(7, () => callsOf(address));
    const unknown = await times(7, () => callsOf('nobody@example.com'));

    expect(unknown).toEqual(known);
    expect(known).toEqual([...Array(5).fill(['get', 'transact']), ['get'], ['get']]);
  });
});
