import { describe, expect, it } from '@jest/globals';
import { events as declared } from '../../../lib/domains/events.ts';
import { serverDown, unconfirmed } from '../../../lib/mail/mail-failures.ts';
import type { Mail } from '../../../lib/mail/transport.ts';
import { allData, buildEvent } from '../../lib/mail/build-event.ts';
import { seededRandom } from '../../support/random.ts';
import { createMailWorld, type MailWorld } from './mail-world.ts';

type MailQueue = 'email' | 'email-urgent';
interface Message {
  readonly queue: MailQueue;
  readonly messageId: string;
  readonly content: ReturnType<typeof buildEvent>;
  readonly receives: number;
}

const queues: readonly MailQueue[] = ['email', 'email-urgent'];
const changed = buildEvent('password.changed');

/** Two events of each type that somebody is mailed about. */
const mailed = declared.filter((each) => each.queues.some((queue) => queue === 'email' || queue === 'email-urgent'));
const events = mailed.flatMap(({ type, queues: routed }, index) =>
  [0, 1].map((each) => {
    const number = String(2 * index + each).padStart(12, '0');
    return { content: { ...buildEvent(type, allData), id: `019a0000-0000-7000-8000-${number}` }, routed };
  }),
);

/** Three messages of each event, in any order. */
function copies(random: () => number): Message[] {
  const all = events.flatMap(({ content, routed }) =>
    queues
      .filter((queue) => routed.some((each) => each === queue))
      .flatMap((queue) =>
        [1, 2, 3].map((copy) => ({ queue, messageId: `${content.id}.${copy}`, content, receives: 1 })),
      ),
  );
  return shuffled(all, random);
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ value }) => value);
}

/** Hands messages over in batches of ten until none comes again; answers how many were given up. */
async function drain(world: MailWorld, messages: readonly Message[]): Promise<number> {
  let waiting = [...messages];
  let given = 0;
  while (waiting.length > 0) {
    const [first] = waiting;
    const batch = waiting.filter(({ queue }) => queue === first?.queue).slice(0, 10);
    const { reported } = await world.hand(batch[0]?.queue ?? 'email', batch);
    const again = batch
      .filter(({ messageId }) => reported.includes(messageId))
      .map((message) => ({ ...message, receives: message.receives + 1 }));
    given += again.filter(({ receives }) => receives > 3).length;
    waiting = [
      ...waiting.filter((message) => !batch.includes(message)),
      ...again.filter(({ receives }) => receives <= 3),
    ];
    world.clock.advance(10);
  }
  return given;
}

const idsOf = (mails: readonly Mail[]) => mails.map(({ messageId }) => messageId.slice(1, 37)).sort();

describe('a mail', () => {
  it.each([1, 2, 3])(
    'goes out once for each event, three copies of which come in any order (seed %i)',
    async (seed) => {
      const world = createMailWorld();

      const given = await drain(world, copies(seededRandom(seed)));

      expect(idsOf(world.sent)).toEqual(events.map(({ content }) => content.id).sort());
      expect(given).toBe(0);
    },
  );

  it('goes out once when the copies come at the same time', async () => {
    const world = createMailWorld();
    const batch = [1, 2, 3].map((copy) => ({ messageId: `copy-${copy}`, content: changed }));

    const { outcomes } = await world.hand('email-urgent', batch);

    expect(world.sent).toHaveLength(1);
    expect(outcomes.sort()).toEqual(['postponed LEASE_HELD', 'postponed LEASE_HELD', 'success']);
  });

  it('goes out once, to the same person, when its ids come in capitals as well', async () => {
    const world = createMailWorld();
    const { id, data } = changed;
    const copy = { ...changed, id: id.toUpperCase(), data: { ...data, userId: String(data.userId).toUpperCase() } };
    const batch = [copy, changed].map((content, at) => ({ messageId: `copy-${at}`, content }));

    const { outcomes } = await world.hand('email-urgent', batch);

    expect(idsOf(world.sent)).toEqual([id]);
    expect(outcomes.sort()).toEqual(['postponed LEASE_HELD', 'success']);
  });

  it('goes out once when the same message is received three times', async () => {
    const world = createMailWorld();

    const { outcomes } = await world.handTimes('email-urgent', 3, changed);

    expect(world.sent).toHaveLength(1);
    expect(outcomes).toEqual(['success', 'dropped ALREADY_DONE', 'dropped ALREADY_DONE']);
  });
});

describe('a worker that dies between the handover of a mail and its record', () => {
  /** A world whose database is out of reach once the transport has taken a mail, as often as a test says. */
  function dying(deaths: number) {
    const sent: Mail[] = [];
    const world = createMailWorld({
      transport: {
        async send(mail) {
          sent.push(mail);
          if (sent.length > deaths) return;
          world.database.hooks.before = () => {
            throw new Error('died');
          };
        },
      },
    });
    const receive = async (receives: number) => {
      const { outcomes } = await world.hand('email-urgent', [{ content: changed, receives }]);
      world.database.hooks.before = undefined;
      world.clock.advance(10);
      return outcomes[0];
    };
    return { sent, receive, world };
  }

  it('has it go out once more at most', async () => {
    const { sent, receive } = dying(1);

    const outcomes = [await receive(1), await receive(2), await receive(3)];

    expect(outcomes).toEqual(['failure Error', 'success', 'dropped ALREADY_DONE']);
    expect(sent.map(({ messageId }) => messageId)).toEqual([sent[0]?.messageId, sent[0]?.messageId]);
  });

  it('twice leaves it to a person, by whose redrive it goes out once more', async () => {
    const { sent, receive, world } = dying(2);

    const outcomes = [await receive(1), await receive(2), await receive(3)];
    const before = sent.length;
    const redriven = await world.hand('email-urgent', [{ messageId: 'redriven', content: changed, redriven: true }]);

    expect(outcomes).toEqual(['failure Error', 'failure Error', 'parked OUTCOME_UNKNOWN']);
    expect(before).toBe(2);
    expect(redriven.outcomes).toEqual(['success']);
    expect(sent).toHaveLength(3);
  });
});

describe('a mail of which nobody knows whether it was taken', () => {
  it('waits out an outage with the one handover that it has left, and is left to a person after that', async () => {
    const lost = () => unconfirmed(new Error('lost'));
    const down = () => serverDown(new Error('down'));
    const ends = [lost, down, down, down, lost];
    let handovers = 0;
    const send = async () => {
      const end = ends[handovers++];
      if (end) throw end();
    };
    const world = createMailWorld({ transport: { send } });

    const { outcomes } = await world.handTimes('email-urgent', 6, changed);

    expect(outcomes).toEqual([
      'failure MAIL_UNCONFIRMED',
      'waiting MAIL_UNAVAILABLE',
      'waiting MAIL_UNAVAILABLE',
      'waiting MAIL_UNAVAILABLE',
      'failure MAIL_UNCONFIRMED',
      'parked OUTCOME_UNKNOWN',
    ]);
    expect(handovers).toBe(5);
  });

  it('goes out once more when the outage is over', async () => {
    const ends = [() => unconfirmed(new Error('lost')), () => serverDown(new Error('down'))];
    let handovers = 0;
    const send = async () => {
      const end = ends[handovers++];
      if (end) throw end();
    };
    const world = createMailWorld({ transport: { send } });

    const { outcomes } = await world.handTimes('email-urgent', 4, changed);

    expect(outcomes).toEqual([
      'failure MAIL_UNCONFIRMED',
      'waiting MAIL_UNAVAILABLE',
      'success',
      'dropped ALREADY_DONE',
    ]);
  });
});

describe('a redrive', () => {
  it('of a mail that went out sends it no second time', async () => {
    const world = createMailWorld();
    await world.hand('email-urgent', [{ content: changed }]);

    const { outcomes } = await world.hand('email-urgent', [
      { messageId: 'redriven', content: changed, redriven: true },
    ]);

    expect(outcomes).toEqual(['dropped ALREADY_DONE']);
    expect(world.sent).toHaveLength(1);
  });

  it('decides for one try, at whose unknown end the mail is left to a person again', async () => {
    let handovers = 0;
    const send = async () => {
      handovers++;
      throw unconfirmed(new Error('lost'));
    };
    const world = createMailWorld({ transport: { send } });
    await world.handTimes('email-urgent', 3, changed);

    const outcomes: string[] = [];
    for (const receives of [1, 2]) {
      const redriven = { messageId: 'redriven', content: changed, redriven: true, receives };
      outcomes.push(...(await world.hand('email-urgent', [redriven])).outcomes);
      world.clock.advance(10);
    }

    expect(outcomes).toEqual(['failure MAIL_UNCONFIRMED', 'parked OUTCOME_UNKNOWN']);
    expect(handovers).toBe(3);
  });
});
