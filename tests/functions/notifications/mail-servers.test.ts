import { afterEach, describe, expect, it } from '@jest/globals';
import { createSmtpTransport } from '../../../lib/mail/smtp-transport.ts';
import { buildEvent, userId } from '../../lib/mail/build-event.ts';
import { type Script, startScriptedSmtp } from '../../lib/mail/scripted-smtp.ts';
import { declined, deferred, down, refused, rejected, type SmtpCase, unconfirmed } from '../../lib/mail/smtp-cases.ts';
import { buildSources } from '../../lib/mail/sources.ts';
import type { LogLine } from '../../support/log-lines.ts';
import { createMailWorld } from './mail-world.ts';

const event = buildEvent('password.changed');
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A world whose mails go to a server that behaves by a script. */
async function worldAt({ script, until }: Omit<SmtpCase, 'title'>, sources = buildSources()) {
  const server = await startScriptedSmtp(script);
  stops.push(server.stop);
  const deadline = until ? server.deadlineAt(until) : () => new AbortController().signal;
  const transport = createSmtpTransport({ url: server.url, from: 'no-reply@polyclinic.test', deadline });
  return { server, world: createMailWorld({ transport, sources }) };
}

/** A world at such a server whose events are all about a recipient whom a test may change. */
async function worldOf(script: Script) {
  const recipient = { userId, email: 'ada@example.test', name: 'Ada Lovelace', emailVerified: true, locale: undefined };
  const sources = buildSources({ findRecipient: async () => recipient });
  return { ...(await worldAt({ script }, sources)), recipient };
}

/** What anybody could learn of the person from log lines. */
function personIn(lines: readonly LogLine[]): string[] {
  return JSON.stringify(lines).match(/ada@|example\.test|Lovelace/g) ?? [];
}

describe('a mail to a server', () => {
  it('that takes it goes out once, however often its message comes', async () => {
    const { server, world } = await worldAt({ script: {} });

    const { outcomes } = await world.handTimes('email-urgent', 3, event);

    expect(outcomes).toEqual(['success', 'dropped ALREADY_DONE', 'dropped ALREADY_DONE']);
    expect(server.times('message')).toBe(1);
  });

  it.each(down)('that $title waits, which is none of its tries', async (smtpCase) => {
    const { server, world } = await worldAt(smtpCase);

    const { outcomes, lines } = await world.handTimes('email-urgent', 2, event);

    expect(outcomes).toEqual(['waiting MAIL_UNAVAILABLE', 'waiting MAIL_UNAVAILABLE']);
    expect(server.times('message')).toBe(smtpCase.script.message ? 2 : 0);
    expect(lines.filter(({ message }) => message === 'dependency is down')).toMatchObject([{ level: 'warn' }]);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(personIn(lines)).toEqual([]);
  });

  it.each(deferred)('that $title is come to again, which is none of its tries', async (smtpCase) => {
    const { server, world } = await worldAt(smtpCase);

    const { outcomes, lines } = await world.handTimes('email-urgent', 4, event);

    expect(outcomes).toEqual(outcomes.map(() => 'deferred MAIL_DEFERRED'));
    expect(server.times('greeting')).toBe(4);
    expect(world.database.itemsOf('platform').filter(({ entity }) => entity !== 'claim')).toEqual([]);
    expect(lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
    expect(personIn(lines)).toEqual([]);
  });

  it.each(declined)('that $title is tried three times', async (smtpCase) => {
    const { server, world } = await worldAt(smtpCase);

    const { outcomes, lines } = await world.handTimes('email-urgent', 3, event);

    expect(outcomes).toEqual(outcomes.map(() => 'failure MAIL_REFUSED'));
    expect(outcomes).toHaveLength(3);
    expect(server.times('greeting')).toBe(3);
    // It was handed over only where the server has refused the whole message.
    expect(server.times('message')).toBe(smtpCase.script.message ? 3 : 0);
    expect(personIn(lines)).toEqual([]);
  });

  it.each(unconfirmed)('that $title is handed over twice, then left to a person', async (smtpCase) => {
    const { server, world } = await worldAt(smtpCase);

    const { outcomes, lines } = await world.handTimes('email-urgent', 3, event);

    expect(outcomes).toEqual(['failure MAIL_UNCONFIRMED', 'failure MAIL_UNCONFIRMED', 'parked OUTCOME_UNKNOWN']);
    expect(server.times('message')).toBe(2);
    expect(personIn(lines)).toEqual([]);
  });

  it.each(rejected)('that $title is dropped, and asked about no second time', async (smtpCase) => {
    const { server, world } = await worldAt(smtpCase);

    const { outcomes, lines } = await world.handTimes('email-urgent', 3, event);

    expect(outcomes).toEqual(['dropped ADDRESS_REJECTED', 'dropped ADDRESS_SUPPRESSED', 'dropped ADDRESS_SUPPRESSED']);
    expect(server.times('RCPT')).toBe(1);
    expect(personIn(lines)).toEqual([]);
  });

  it.each(refused)('that $title is dropped, and the next one tried', async (smtpCase) => {
    const { server, world } = await worldAt(smtpCase);

    const { outcomes, reported } = await world.hand('email-urgent', [{ content: event }]);
    const next = await world.hand('email', [{ content: buildEvent('user.verified') }]);

    expect([...outcomes, ...next.outcomes]).toEqual(['dropped ADDRESS_REJECTED', 'dropped ADDRESS_REJECTED']);
    expect(reported).toEqual([]);
    expect(server.times('RCPT')).toBe(2);
  });

  it('that mends goes out at the next try, once', async () => {
    const script = { message: '421 4.3.0 out of space' };
    const { server, world } = await worldAt({ script });

    const before = await world.hand('email-urgent', [{ content: event }]);
    script.message = '250 taken';
    const after = await world.hand('email-urgent', [{ content: event, receives: 2 }]);
    const copy = await world.hand('email-urgent', [{ messageId: 'copy', content: event }]);

    expect(before.outcomes).toEqual(['waiting MAIL_UNAVAILABLE']);
    expect(after.outcomes).toEqual(['success']);
    expect(copy.outcomes).toEqual(['dropped ALREADY_DONE']);
    expect(server.times('message')).toBe(2);
  });
});

describe('an address that was rejected', () => {
  const [rejection] = rejected;

  it('is not written to about anything else, in either queue', async () => {
    const { server, world } = await worldAt({ script: rejection?.script ?? {} });
    await world.hand('email-urgent', [{ content: event }]);

    const { outcomes, reported } = await world.hand('email', [{ content: buildEvent('user.verified') }]);

    expect(outcomes).toEqual(['dropped ADDRESS_SUPPRESSED']);
    expect(reported).toEqual([]);
    expect(server.times('greeting')).toBe(1);
  });

  it('is written to once it is of another account', async () => {
    const script = { RCPT: '550 5.1.1 no such user' };
    const { server, world, recipient } = await worldOf(script);
    await world.hand('email-urgent', [{ content: event }]);
    script.RCPT = '250 a new colleague';

    recipient.userId = '019a0000-0000-7000-8000-000000000002';
    const { outcomes } = await world.hand('email', [{ content: buildEvent('user.verified') }]);

    expect(outcomes).toEqual(['success']);
    expect(server.times('message')).toBe(1);
  });

  it('keeps no person from being written to at another one', async () => {
    const script = { RCPT: '550 5.1.1 no such user' };
    const { server, world, recipient } = await worldOf(script);
    await world.hand('email-urgent', [{ content: event }]);
    script.RCPT = '250 ok';

    recipient.email = 'ada.king@example.test';
    const { outcomes } = await world.hand('email', [{ content: buildEvent('user.verified') }]);

    expect(outcomes).toEqual(['success']);
    expect(server.times('message')).toBe(1);
  });

  it('costs one read a mail from then on', async () => {
    const { world } = await worldAt({ script: rejection?.script ?? {} });
    await world.hand('email-urgent', [{ content: event }]);
    Object.assign(world.database.calls, { get: 0, write: 0 });

    await world.hand('email', [{ content: buildEvent('user.verified') }]);

    expect(world.database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 0 });
  });

  it('is asked about again after seven days', async () => {
    const script = { RCPT: '550 5.1.1 no such user' };
    const { server, world } = await worldAt({ script });
    await world.hand('email-urgent', [{ content: event }]);
    script.RCPT = '250 a new colleague';

    world.clock.advance(7 * 24 * 60 * 60);
    const { outcomes } = await world.hand('email', [{ content: buildEvent('user.verified') }]);

    expect(outcomes).toEqual(['success']);
    expect(server.times('message')).toBe(1);
  });

  it('lies in no item in clear', async () => {
    const { world } = await worldAt({ script: rejection?.script ?? {} });

    await world.handTimes('email-urgent', 3, event);

    const items = JSON.stringify(world.database.itemsOf('platform'));
    expect(items).toContain('SUPPRESSED#');
    expect(items).not.toMatch(/ada@|example\.test|Lovelace/);
  });
});
