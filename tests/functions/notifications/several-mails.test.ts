import { describe, expect, it } from '@jest/globals';
import { later } from '../../../lib/clock.ts';
import { passwordChanged } from '../../../lib/domains/identity/events/passwords.ts';
import type { MailSources } from '../../../lib/domains/identity/mails/mail-sources.ts';
import type { Addressed } from '../../../lib/mail/layout.ts';
import {
  createEventMails,
  defineMail,
  type EventMail,
  type MailRecipient,
  mailedEvents,
} from '../../../lib/mail/mail-definition.ts';
import { addressRejected, deferred, refused, serverDown, unconfirmed } from '../../../lib/mail/mail-failures.ts';
import type { Template } from '../../../lib/mail/template.ts';
import type { Mail } from '../../../lib/mail/transport.ts';
import { claims } from '../../../lib/messaging/claims.ts';
import { createFailures } from '../../../lib/messaging/failures.ts';
import { buildEvent, userId } from '../../lib/mail/build-event.ts';
import { buildSources } from '../../lib/mail/sources.ts';
import type { LogLine } from '../../support/log-lines.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { createMailWorld, type MailWorld } from './mail-world.ts';

const event = buildEvent('password.changed');
const colleagueId = '019a0000-0000-7000-8000-000000000002';
const fails = () => refused(new Error('no'));
const down = () => serverDown(new Error('down'));
const greylisted = () => deferred(new Error('later'));

const ada: MailRecipient = { userId, email: 'ada@example.test', name: 'Ada' };
const colleague: MailRecipient = { userId: colleagueId, email: 'eve@example.test', name: 'Eve' };

const addressed: Addressed = { name: 'Ada', link: 'https://client.test' };

/** A template that says its own name. */
const templateCalled = (name: string): Template<Addressed> => {
  const letter = () => ({ subject: name, preview: '', paragraphs: [name], action: '', footnote: '' });
  return { name, sample: () => addressed, words: { en: letter, de: letter, es: letter } };
};

type Declared = readonly [template: string, to: MailRecipient | undefined, recipientName?: string];

/** A mail about a change of the password, by a template of this name; to `person` where no other name is given. */
function mailsOf(...list: readonly Declared[]): EventMail[] {
  const definitions = list.map(([template, to, recipientName = 'person']) =>
    defineMail<{ userId: string }, Addressed, MailSources>({
      event: passwordChanged,
      template: templateCalled(template),
      recipient: { name: recipientName, find: async () => to },
      dataOf: () => addressed,
    }),
  );
  return createEventMails(definitions, buildSources());
}

/** A world in which each mail, by the name of its template and its recipient, meets the failures that a test says, then is taken. */
function worldWith(mails: readonly EventMail[], failures: Readonly<Record<string, readonly (() => Error)[]>> = {}) {
  const tried: string[] = [];
  const taken: string[] = [];
  const messageIds: string[] = [];
  const send = async ({ subject, to, messageId }: Mail) => {
    const name = `${subject} ${to.name}`;
    const failure = failures[name]?.[tried.filter((each) => each === name).length];
    tried.push(name);
    if (failure) throw failure();
    taken.push(name);
    messageIds.push(messageId);
  };
  return { taken, messageIds, world: createMailWorld({ mails, transport: { send } }) };
}

/** Has another worker hold a mail of Ada's for five more seconds. */
function hold({ clock, database }: MailWorld, template: string): void {
  const [claimedAt, heldUntil] = [clock(), later(clock(), 5_000)].map((time) => time.toISOString());
  const effect = { consumer: `mail#${template}#person`, eventId: event.id };
  const held = { ...effect, state: 'held', holder: 'another', handovers: 1, claimedAt: claimedAt ?? '' } as const;
  database.plant('platform', { ...claims.toItem({ ...held, heldUntil }), version: 1 });
}

/** The mails that lines tell to be dropped, and why. */
const dropsIn = (lines: readonly LogLine[]) =>
  lines
    .filter(({ message }) => message === 'mail dropped')
    .map(({ template, code }) => `${template} ${code}`)
    .sort();

/** What an administrator is shown of the message that a world was handed last. */
async function keptOf({ database, clock }: MailWorld) {
  const failure = await createFailures(createTestPlatform(database, { clock })).find('email-urgent', 'm0');
  return failure?.cause;
}

describe('an event of several mails', () => {
  it('is taken from its queue as one event, and from no other queue', () => {
    const mails = mailsOf(['notice', ada], ['report', ada]);

    expect(mailedEvents(mails, 'email-urgent')).toEqual([passwordChanged]);
    expect(mailedEvents(mails, 'email')).toEqual([]);
  });

  it('sends each of them once, however often its message comes', async () => {
    const { taken, world } = worldWith(mailsOf(['notice', ada], ['report', ada], ['notice', colleague, 'colleague']));

    const { outcomes } = await world.handTimes('email-urgent', 3, event);

    expect(taken.sort()).toEqual(['notice Ada', 'notice Eve', 'report Ada']);
    expect(outcomes).toEqual(['success', 'dropped ALREADY_DONE', 'dropped ALREADY_DONE']);
  });

  it('sends one template to each address of a person, each mail with an id of its own', async () => {
    const mails = mailsOf(['notice', ada], ['notice', { ...ada, name: 'Ada before' }, 'former-address']);
    const { taken, messageIds, world } = worldWith(mails);

    const { outcomes } = await world.handTimes('email-urgent', 2, event);

    expect(taken).toEqual(['notice Ada', 'notice Ada before']);
    expect(messageIds).toEqual([
      `<${event.id}.notice.person@client.test>`,
      `<${event.id}.notice.former-address@client.test>`,
    ]);
    expect(outcomes).toEqual(['success', 'dropped ALREADY_DONE']);
  });

  it('sends a mail once, whoever its recipient is by the time of a copy', async () => {
    const database = createMemoryDatabase();
    const sent: string[] = [];
    const transport = { send: async ({ to }: Mail) => void sent.push(to.name) };
    const outcomes: string[] = [];

    for (const recipient of [ada, colleague]) {
      const world = createMailWorld({ database, transport, mails: mailsOf(['notice', recipient, 'holder']) });
      outcomes.push(...(await world.hand('email-urgent', [{ content: event }])).outcomes);
    }

    expect(sent).toEqual(['Ada']);
    expect(outcomes).toEqual(['success', 'dropped ALREADY_DONE']);
  });

  it('is refused where two of them could not be told apart', () => {
    expect(() => mailsOf(['notice', ada], ['report', ada], ['notice', colleague])).toThrow(
      'Two mails are declared as notice to person about password.changed',
    );
  });

  it('has the one that failed sent again, and no other', async () => {
    const { taken, world } = worldWith(mailsOf(['notice', ada], ['report', ada]), { 'report Ada': [fails, fails] });

    const { outcomes } = await world.handTimes('email-urgent', 3, event);

    expect(outcomes).toEqual(['failure MAIL_REFUSED', 'failure MAIL_REFUSED', 'success']);
    expect(taken).toEqual(['notice Ada', 'report Ada']);
  });

  it('sends the others where the first one fails', async () => {
    const { taken, world } = worldWith(mailsOf(['notice', ada], ['report', ada]), { 'notice Ada': [fails] });

    const { outcomes } = await world.handTimes('email-urgent', 2, event);

    expect(outcomes).toEqual(['failure MAIL_REFUSED', 'success']);
    expect(taken).toEqual(['report Ada', 'notice Ada']);
  });

  it('does not count one that nobody is to have among its failures', async () => {
    const { taken, world } = worldWith(mailsOf(['notice', undefined], ['report', ada]));

    const { outcomes } = await world.handTimes('email-urgent', 1, event);

    expect(outcomes).toEqual(['success']);
    expect(taken).toEqual(['report Ada']);
  });

  it('tells of each mail that is dropped beside one that went out', async () => {
    const rejected = () => addressRejected(new Error('no such user'), { isLasting: true });
    const full = () => addressRejected(new Error('mailbox full'), { isLasting: false });
    const gone = { ...colleague, userId: '019a0000-0000-7000-8000-000000000003' };
    const mails = mailsOf(['absent', undefined], ['gone', gone], ['full', colleague], ['notice', ada]);
    const { world } = worldWith(mails, { 'gone Eve': [rejected], 'full Eve': [full] });

    const first = await world.handTimes('email-urgent', 1, event);
    const next = await world.handTimes('email-urgent', 1, { ...event, id: '019a0000-0000-7000-8000-0000000000e2' });

    expect(first.outcomes).toEqual(['success']);
    expect(dropsIn(first.lines)).toEqual(['absent RECIPIENT_GONE', 'full ADDRESS_REJECTED', 'gone ADDRESS_REJECTED']);
    expect(dropsIn(next.lines)).toEqual(['absent RECIPIENT_GONE', 'gone ADDRESS_SUPPRESSED']);
    expect(first.lines).toContainEqual(
      expect.objectContaining({
        level: 'info',
        message: 'mail dropped',
        eventId: event.id,
        template: 'absent',
        code: 'RECIPIENT_GONE',
      }),
    );
    expect(JSON.stringify(first.lines)).not.toMatch(/example\.test|Eve/);
  });

  it('tells of no mail that was dropped for having gone out, nor twice of what the message is dropped for', async () => {
    const { world } = worldWith(mailsOf(['absent', undefined], ['notice', ada]));
    const alone = worldWith(mailsOf(['absent', undefined]));

    const { lines, outcomes } = await world.handTimes('email-urgent', 2, event);
    const { lines: linesOfOne } = await alone.world.handTimes('email-urgent', 1, event);

    expect(outcomes).toEqual(['success', 'dropped RECIPIENT_GONE']);
    expect(dropsIn(lines)).toEqual(['absent RECIPIENT_GONE']);
    expect(lines).toHaveLength(3);
    expect(linesOfOne).toMatchObject([{ message: 'message', outcome: 'dropped' }]);
  });

  it('is dropped where nobody is to have any of them', async () => {
    const rejected = () => addressRejected(new Error('no such user'), { isLasting: true });
    const { world } = worldWith(mailsOf(['notice', undefined], ['report', ada]), { 'report Ada': [rejected] });

    const { outcomes } = await world.handTimes('email-urgent', 1, event);

    expect(outcomes).toEqual(['dropped RECIPIENT_GONE']);
  });

  it('comes again for one that failed before another is left to a person', async () => {
    const lost = () => unconfirmed(new Error('lost'));
    const { taken, world } = worldWith(mailsOf(['notice', ada], ['report', ada]), {
      'notice Ada': [lost, lost],
      'report Ada': [fails, fails, fails],
    });

    const { outcomes } = await world.handTimes('email-urgent', 4, event);

    expect(outcomes).toEqual([
      'failure MAIL_UNCONFIRMED',
      'failure MAIL_UNCONFIRMED',
      'failure OUTCOME_UNKNOWN',
      'parked OUTCOME_UNKNOWN',
    ]);
    expect(taken).toEqual(['report Ada']);
  });

  it('tells whoever redrives it that they decide about one mail, where another did not go out either', async () => {
    const lost = () => unconfirmed(new Error('lost'));
    const { world } = worldWith(mailsOf(['report', ada], ['notice', ada]), {
      'notice Ada': [lost, lost],
      'report Ada': [fails, fails, fails],
    });

    const { lines } = await world.handTimes('email-urgent', 3, event);

    expect(await keptOf(world)).toEqual({
      code: 'OUTCOME_UNKNOWN',
      message:
        'notice to person waits for a decision (OUTCOME_UNKNOWN); report to person may still go out (MAIL_REFUSED)',
    });
    expect(lines.at(-1)).toMatchObject({ outcome: 'failure', error: { cause: { code: 'MAIL_REFUSED' } } });
  });

  it('tells first of a mail of which nobody knows whether it was taken', async () => {
    const { world } = worldWith(mailsOf(['report', ada], ['notice', ada]), {
      'report Ada': [fails, fails, fails],
      'notice Ada': [fails, () => unconfirmed(new Error('lost'))],
    });

    await world.handTimes('email-urgent', 2, event);

    expect(await keptOf(world)).toMatchObject({ code: 'MAIL_UNCONFIRMED' });
  });

  it('tells so also while another worker has the other mail in hand, and waits for that one', async () => {
    const lost = () => unconfirmed(new Error('lost'));
    const { world } = worldWith(mailsOf(['notice', ada], ['report', ada]), {
      'notice Ada': [lost, lost],
      'report Ada': [fails, fails],
    });
    await world.handTimes('email-urgent', 2, event);
    hold(world, 'report');

    const { lines } = await world.hand('email-urgent', [{ content: event, receives: 3 }]);

    expect(lines).toMatchObject([{ outcome: 'postponed', comesAgainAfter: 5, error: { code: 'OUTCOME_UNKNOWN' } }]);
    expect((await keptOf(world))?.message).toContain('report to person may still go out (LEASE_HELD)');
  });

  it('waits for the worker that has one of them in hand', async () => {
    const { taken, world } = worldWith(mailsOf(['notice', ada], ['report', ada]), { 'report Ada': [fails] });
    const copies = [1, 2].map((copy) => ({ messageId: `copy-${copy}`, content: event }));

    const { outcomes } = await world.hand('email-urgent', copies);

    expect(outcomes.sort()).toEqual(['failure MAIL_REFUSED', 'postponed LEASE_HELD']);
    expect(taken).toEqual(['notice Ada']);
  });

  it('waits for that worker also where another of them has failed', async () => {
    const { world } = worldWith(mailsOf(['report', ada], ['notice', ada]), { 'report Ada': [fails] });
    hold(world, 'notice');

    const { outcomes } = await world.handTimes('email-urgent', 1, event);

    expect(outcomes).toEqual(['postponed LEASE_HELD']);
  });

  it('waits where the server of one of them is down, whatever another has failed of', async () => {
    const lost = () => unconfirmed(new Error('lost'));
    for (const failure of [fails, lost]) {
      const { taken, world } = worldWith(mailsOf(['notice', ada], ['report', ada]), {
        'notice Ada': [failure],
        'report Ada': [down],
      });

      const { outcomes } = await world.handTimes('email-urgent', 2, event);

      expect(outcomes).toEqual(['waiting MAIL_UNAVAILABLE', 'success']);
      expect(taken).toEqual(['notice Ada', 'report Ada']);
    }
  });

  it('comes again for one that is deferred, whatever another has failed of, and spends no try', async () => {
    const { taken, world } = worldWith(mailsOf(['notice', ada], ['report', ada]), {
      'notice Ada': [fails],
      'report Ada': [greylisted, greylisted],
    });

    const { outcomes } = await world.handTimes('email-urgent', 3, event);

    expect(outcomes).toEqual(['deferred MAIL_DEFERRED', 'deferred MAIL_DEFERRED', 'success']);
    expect(taken).toEqual(['notice Ada', 'report Ada']);
  });

  it('comes again for one that is deferred before another is left to a person', async () => {
    const lost = () => unconfirmed(new Error('lost'));
    const { world } = worldWith(mailsOf(['notice', ada], ['report', ada]), {
      'notice Ada': [lost, lost],
      'report Ada': [greylisted, greylisted, greylisted],
    });

    const { outcomes } = await world.handTimes('email-urgent', 4, event);

    expect(outcomes).toEqual([
      'deferred MAIL_DEFERRED',
      'deferred MAIL_DEFERRED',
      'deferred OUTCOME_UNKNOWN',
      'parked OUTCOME_UNKNOWN',
    ]);
  });

  it('waits for one whose server is down before another is left to a person', async () => {
    const lost = () => unconfirmed(new Error('lost'));
    const { world } = worldWith(mailsOf(['notice', ada], ['report', ada]), {
      'notice Ada': [lost, lost],
      'report Ada': [down, down, down],
    });

    const { outcomes } = await world.handTimes('email-urgent', 4, event);

    expect(outcomes).toEqual([
      'waiting MAIL_UNAVAILABLE',
      'waiting MAIL_UNAVAILABLE',
      'waiting OUTCOME_UNKNOWN',
      'parked OUTCOME_UNKNOWN',
    ]);
  });

  it('is left to a person where one of them is, and nobody is to have the other', async () => {
    const lost = () => unconfirmed(new Error('lost'));
    const { world } = worldWith(mailsOf(['notice', undefined], ['report', ada]), { 'report Ada': [lost, lost] });

    const { outcomes, lines } = await world.handTimes('email-urgent', 3, event);

    expect(outcomes.at(-1)).toBe('parked OUTCOME_UNKNOWN');
    expect(dropsIn(lines)).toEqual(outcomes.map(() => 'notice RECIPIENT_GONE'));
  });
});
