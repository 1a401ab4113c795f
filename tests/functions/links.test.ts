import { beforeEach, describe, expect, it } from '@jest/globals';
import { type OneTimePurpose, oneTimePurposes } from '../../lib/domains/identity/links/token-hash.ts';
import { type Happening, type Holding, happenings, linkExpectations } from '../support/links/expectations.ts';
import { address, createLinkWorld, everythingIn, type LinkWorld, passwords, wanted } from '../support/links/world.ts';

const day = 24 * 60 * 60;
let world: LinkWorld;

beforeEach(async () => {
  world = await createLinkWorld();
});

/** An account with one link under way: its id, the token, and how long the link lives in seconds. */
interface Start {
  readonly userId: string;
  readonly token: string;
  readonly life: number;
}

async function verified(): Promise<string> {
  const { json } = await world.register();
  await world.show('verify-email', await world.newest('verify-email'));
  return json.data.id;
}

const starts: Readonly<Record<OneTimePurpose, () => Promise<Start>>> = {
  'verify-email': async () => {
    const { json } = await world.register();
    return { userId: json.data.id, token: await world.newest('verify-email'), life: day };
  },
  'reset-password': async () => {
    const userId = await verified();
    await world.forgot();
    return { userId, token: await world.newest('reset-password'), life: day / 24 };
  },
  'change-email': async () => {
    const userId = await verified();
    await world.changeEmail();
    return { userId, token: await world.newest('change-email'), life: day };
  },
  invitation: async () => {
    const { json } = await world.invite();
    return { userId: json.data.id, token: await world.newest('invitation'), life: 7 * day };
  },
};

const askAgain: Readonly<Record<OneTimePurpose, (start: Start) => Promise<{ status: number }>>> = {
  'verify-email': () => world.resend(),
  'reset-password': () => world.forgot(),
  'change-email': () => world.changeEmail('ada.byron@example.com'),
  invitation: ({ userId }) => world.inviteAgain(userId),
};

/** Follows the newest link. */
const confirm = async (purpose: OneTimePurpose, password?: string) =>
  world.show(purpose, await world.newest(purpose), password);

/** A link that sets the password of a person and is not of the address. */
const invitationOf = (userId: string) =>
  world.identity.issueOneTimeToken({ purpose: 'invitation', owner: { userId }, life: day * 1_000 });

/** Does what happens between the mail and its link; each step over HTTP, and each must go through. */
async function happen(happening: Happening, purpose: OneTimePurpose, start: Start): Promise<void> {
  const { userId, token, life } = start;
  const steps: Readonly<Record<Happening, readonly (() => Promise<{ status: number }>)[]>> = {
    nothing: [],
    'a newer request': [() => askAgain[purpose](start)],
    'the link was used': [() => world.show(purpose, token)],
    'the password was changed': [() => world.changePassword()],
    // By a link of another purpose, since a newer one of the same alone would end the older.
    'the password was reset':
      purpose === 'reset-password'
        ? [async () => world.show('invitation', await invitationOf(userId), passwords.changed)]
        : [() => world.forgot(), async () => confirm('reset-password', passwords.changed)],
    // To the very address of an older link; and back, where the link is of an address, which nobody has otherwise.
    'the address was changed': [
      () => world.changeEmail(),
      () => confirm('change-email'),
      ...(purpose === 'reset-password'
        ? [() => world.changeEmail(address, wanted), () => confirm('change-email')]
        : []),
    ],
    'the account was deleted': [() => world.remove(userId)],
    'the account was deleted and restored': [() => world.remove(userId), () => world.restore(userId)],
    'the account was deleted and its address registered anew': [() => world.remove(userId), () => world.register()],
    'the roles were changed': [() => world.setRoles(userId)],
    'the link expired': [],
  };
  // A second more: so far ahead is the clock of the services that invite.
  if (happening === 'the link expired') world.advance(life + 1);
  for (const step of steps[happening]) expect((await step()).status).toBeLessThan(300);
}

/** Looks whether somebody signs in by an address, and with which of the passwords. */
async function holdingOf(email: Holding['address']): Promise<Holding> {
  for (const [name, password] of Object.entries(passwords)) {
    const { status, json } = await world.logIn(email, password);
    if (status !== 200) continue;
    const { user } = json.data;
    return { address: user.email, password: name as Holding['password'], verified: user.emailVerified };
  }
  return { address: email, password: 'none', verified: false };
}

const auditActions = () => world.database.itemsOf('audit').map(({ action }) => String(action));

const cells = oneTimePurposes.flatMap((purpose) =>
  happenings.flatMap((happening) => {
    const cell = linkExpectations[purpose][happening];
    return 'never' in cell ? [] : [{ purpose, happening, ...cell }];
  }),
);

/** Does something in the moment before the next transaction is sent. */
function justBeforeTheCommit(meddle: () => Promise<unknown>): void {
  world.database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    delete world.database.hooks.before;
    await meddle();
  };
}

describe('the table of links', () => {
  it('has every purpose, and for each everything that may happen', () => {
    expect(Object.keys(linkExpectations).sort()).toEqual([...oneTimePurposes].sort());
    for (const row of Object.values(linkExpectations)) expect(Object.keys(row)).toEqual([...happenings]);
  });

  it.each(cells)('$purpose, when this happened before: $happening, is $status', async (cell) => {
    const { purpose, happening, status, audited, holding } = cell;
    const start = await starts[purpose]();
    await happen(happening, purpose, start);
    const before = everythingIn(world);
    const entries = auditActions().length;

    const answer = await world.show(purpose, start.token);

    expect([answer.status, answer.json?.code]).toEqual([status, status === 400 ? 'INVALID_TOKEN' : undefined]);
    expect(auditActions().slice(entries)).toEqual(audited);
    if (status === 400) expect(everythingIn(world)).toEqual(before);
    expect(await holdingOf(holding.address)).toEqual(holding);
  });
});

const rivals: readonly Happening[] = [
  'a newer request',
  'the password was changed',
  'the password was reset',
  'the address was changed',
  'the account was deleted',
  'the account was deleted and restored',
  'the account was deleted and its address registered anew',
];

describe('a link that is shown', () => {
  const races = cells.filter(({ happening }) => rivals.includes(happening));

  it.each(races)('$purpose, when this happens between its look and its write: $happening, is 400', async (race) => {
    const { purpose, happening, holding } = race;
    const start = await starts[purpose]();
    let entries = -1;
    justBeforeTheCommit(async () => {
      await happen(happening, purpose, start);
      entries = auditActions().length;
    });

    const answer = await world.show(purpose, start.token);

    expect([answer.status, answer.json?.code]).toEqual([400, 'INVALID_TOKEN']);
    expect(auditActions()).toHaveLength(entries);
    expect(await holdingOf(holding.address)).toEqual(holding);
  });

  it.each(['verify-email', 'reset-password', 'change-email'] as const)(
    'is ended by a change of the password also where a clock is behind: %s',
    async (purpose) => {
      const start = await starts[purpose]();
      world.advance(-60);
      await happen('the password was changed', purpose, start);

      expect((await world.show(purpose, start.token)).status).toBe(400);
    },
  );

  it('to reset a password is ended by the invitation that is accepted, also where a clock is behind', async () => {
    const { token } = await starts.invitation();
    await world.forgot();
    const reset = await world.newest('reset-password');
    world.advance(-60);
    await world.show('invitation', token, passwords.changed);

    expect((await world.show('reset-password', reset)).status).toBe(400);
    expect(await holdingOf(address)).toMatchObject({ password: 'changed' });
  });

  it.each([
    ['and before the address is verified', async () => undefined],
    [
      'also when the address is verified then',
      async () => {
        await world.resend(address, passwords.changed);
        await world.show('verify-email', await world.newest('verify-email'));
      },
    ],
  ])('to reset a password outlasts a change of it by whoever never verified the address, %s', async (_, then) => {
    await world.register();
    await world.forgot();
    const token = await world.newest('reset-password');
    world.advance(60);
    await world.changePassword();
    await then();

    const answer = await world.show('reset-password', token);

    expect(answer.status).toBe(204);
    expect(await holdingOf(address)).toEqual({ address, password: 'link', verified: true });
  });

  it('and is a person’s own is ended by a change of the password also where the address was never verified', async () => {
    await world.register();
    await world.changeEmail();
    const token = await world.newest('change-email');
    await world.changePassword();

    expect((await world.show('change-email', token)).status).toBe(400);
  });

  it('to reset a password is not for who takes the address after it was asked for', async () => {
    await world.forgot();
    const token = await world.newest('reset-password');
    await world.register();

    expect((await world.show('reset-password', token)).status).toBe(400);
    expect(await holdingOf(address)).toMatchObject({ password: 'first', verified: false });
  });

  it('to change the address leaves the person no other', async () => {
    await world.register();
    await world.changeEmail();
    await world.show('change-email', await world.newest('change-email'));

    expect(world.database.itemsOf('identity').filter(({ pk }) => pk.startsWith('LINKS#USER#'))).toEqual([]);
  });

  it.each(oneTimePurposes)('twenty times at once is good once: %s', async (purpose) => {
    const { token } = await starts[purpose]();

    const answers = await Promise.all(Array.from({ length: 20 }, () => world.show(purpose, token)));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(19).fill(400)]);
  });

  // A loser's reads and its write, each of which may come when the winner is done.
  const moments = Object.entries({ 'verify-email': 2, 'reset-password': 4, 'change-email': 3, invitation: 3 } as const);

  it.each(
    moments.flatMap(([purpose, calls]) =>
      Array.from({ length: calls }, (_, at) => ({ purpose: purpose as OneTimePurpose, call: at + 1, calls })),
    ),
  )('is used up where the other of two clicks was done just before call $call of $calls: $purpose', async (moment) => {
    const { purpose, call } = moment;
    const { token } = await starts[purpose]();
    let made = 0;
    let winner: number | undefined;
    world.database.hooks.before = async () => {
      if (++made !== call) return;
      delete world.database.hooks.before;
      winner = (await world.show(purpose, token)).status;
    };

    const loser = await world.show(purpose, token, passwords.changed);

    expect([winner, loser.status, loser.json?.code]).toEqual([204, 400, 'INVALID_TOKEN']);
  });

  it.each([wanted, 'ada.byron@example.com'])(
    'after the newer one, which was for %s, is good for nothing',
    async (newer) => {
      const { token } = await starts['change-email']();
      await world.changeEmail(newer);
      const second = await world.newest('change-email');

      const answers = [await world.show('change-email', second), await world.show('change-email', token)];

      expect(answers.map(({ status, json }) => [status, json?.code])).toEqual([
        [204, undefined],
        [400, 'INVALID_TOKEN'],
      ]);
      expect(await holdingOf(newer as Holding['address'])).toMatchObject({ address: newer });
    },
  );

  it('and was asked for by another person for the same address ends nothing of theirs', async () => {
    await verified();
    await world.register('eve@example.com');
    await world.changeEmail();
    const token = await world.newest('change-email');
    await world.changeEmail(wanted, 'eve@example.com');

    const answer = await world.show('change-email', token);

    expect(answer.status).toBe(204);
    expect(await holdingOf(wanted)).toMatchObject({ address: wanted });
    expect((await world.logIn(address, passwords.first)).status).toBe(401);
  });
});
