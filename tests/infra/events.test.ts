import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { consumersOf, eventsOn, queuesFor, sendersTo } from '../../infra/event-flow.ts';
import { describeEvents, eventRow } from '../../infra/events.ts';
import { discoverFunctions, type FunctionDefinition } from '../../infra/functions.ts';
import { queues } from '../../infra/queues.ts';
import { queueResources } from '../../infra/resources/queues.ts';
import { events } from '../../lib/domains/events.ts';
import { userInvited, userRegistered, userVerified } from '../../lib/domains/identity/events/accounts.ts';
import { envelopeOf, envelopeOfAny } from '../../lib/events/definition.ts';
import { envelope } from '../../lib/events/envelope.ts';
import { secondsUntilNextTry } from '../../lib/messaging/back-off.ts';
import type { Queue } from '../../lib/messaging/queue-url.ts';
import { deadLetters, queue } from '../../lib/messaging/trigger.ts';
import { upgradeEnvelope } from '../../lib/messaging/upgrades.ts';
import { type Lazy, schema } from '../../lib/schemas.ts';
import { reminderDue } from '../support/due/kinds.ts';
import { createMemoryDatabase } from '../support/memory-database.ts';
import { createTestPlatform } from '../support/platform.ts';

const functions = await discoverFunctions();
const described = describeEvents(functions);
const byType = events.map((event) => [event.type, event] as const);
const day = 24 * 60 * 60;

/** The row of a table that begins with this. */
const rowOf = (text: string, first: string) => text.split('\n').find((line) => line.startsWith(`| \`${first}\` |`));

const define = (trigger: FunctionDefinition['trigger']): FunctionDefinition => ({
  name: 'a-b',
  domain: 'a',
  file: 'functions/a/b.ts',
  summary: 'Does a.',
  trigger,
});
const consumerOf = (message: Lazy, name: Queue = 'email') => define(queue({ queue: name, message, grants: [] }));

describe('docs/events.md', () => {
  it('tells as many days as the outbox, the messages and the dead letters are kept for', async () => {
    const database = createMemoryDatabase();
    const { commit } = createTestPlatform(database);
    const userId = '019a0000-0000-7000-8000-000000000001';
    await commit([], { events: [userVerified.of({ subject: `users/${userId}`, data: { userId } })] });
    const [item] = database.itemsOf('events');
    const { EmailQueue: live, EmailDeadLetterQueue: dead } = queueResources('test');

    const outboxDays = (Number(item?.expiresAt) - Date.UTC(2026, 2, 8, 9, 30) / 1_000) / day;

    expect(described).toContain(`The outbox keeps an event for ${outboxDays} days.`);
    expect(live).toMatchObject({ Properties: { MessageRetentionPeriod: 7 * day } });
    expect(described).toContain('A queue keeps what nobody works on for 7 days.');
    expect(dead).toMatchObject({ Properties: { MessageRetentionPeriod: 14 * day } });
    expect(described).toContain('that one is tried until the letter is recorded, for 14 days.');
  });

  it('tells the outbox in five sentences, with the timetable of the sweep', () => {
    const [, outbox = ''] = /## The outbox\n\n(.*?)\n\n/s.exec(described) ?? [];
    const sweep = functions.find(({ name }) => name === 'queues-sweep-events')?.trigger;

    expect(outbox.match(/\.(?=\n|$)/g)).toHaveLength(5);
    expect(outbox).toContain('looks every minute');
    expect(sweep).toMatchObject({ rate: 'rate(1 minute)' });
  });

  it('tells how often and when a message comes again, as the worker has it', () => {
    const pauses = [1, 2].map((receives) => [
      secondsUntilNextTry(receives, 3, () => 0),
      secondsUntilNextTry(receives, 3, (end) => end - 1),
    ]);

    expect(pauses).toEqual([
      [2, 3],
      [4, 6],
    ]);
    expect(described).toContain('is given to its worker 3 times at most');
    expect(described).toContain('comes again after 2 to 3 seconds, then 4 to 6; then it is a dead letter.');
    expect(queues.map((each) => each.tries)).toEqual(queues.map(() => 3));
  });

  it('tells how long a mail is in the hands of one worker, as the lease has it', () => {
    expect(described).toContain('under a lease of 10 seconds');
  });

  it('tells what becomes of a version that no upgrade leads on from', () => {
    const event = {
      id: '019a0000-0000-7000-8000-000000000001',
      type: 'user.verified',
      version: 1,
      time: '2026-03-08T09:30:00.000Z',
      subject: 'users/u',
      data: {},
      correlationId: 'origin',
    };
    const versions = [{ type: 'user.verified', version: 2 }];

    expect(() => upgradeEnvelope(event, versions)).toThrow(expect.objectContaining({ code: 'UNKNOWN_EVENT_VERSION' }));
    expect(described).toContain('is parked with `UNKNOWN_EVENT_VERSION`');
  });
});

describe('describeEvents', () => {
  it.each(byType)('has a row for %s: version, sentence, fields, queues with their tries', (type, event) => {
    const row = rowOf(described, type);

    expect(row).toContain(`| \`${type}\` | ${event.version} | ${event.summary} |`);
    for (const field of Object.keys(event.data().shape)) expect(row).toMatch(new RegExp(`\`${field}\\??\` \\(`));
    for (const name of event.queues) {
      const tries = queues.find((definition) => definition.name === name)?.tries;
      expect(row).toContain(`${name}, ${tries} tries`);
    }
  });

  it('says a whole sentence of each type', () => {
    const summaries = events.map(({ summary }) => summary);

    expect(summaries.filter((summary) => !/^[A-Z].*\.$/.test(summary))).toEqual([]);
    expect(new Set(summaries).size).toBe(events.length);
  });

  it('tells who works on what, and with what patience', () => {
    expect(rowOf(described, 'user.verified')).toMatch(
      /\| email, 3 tries<br>.* \| \[notifications\/send-email\.ts\]\(\.\.\/functions\/notifications\/send-email\.ts\)/,
    );
    expect(rowOf(described, 'email')).toMatch(
      /dispatch-events\.ts.*sweep-events\.ts.*send-email\.ts.*\| 5 \| 3 \| 10 s \|/,
    );
  });

  it('tells what nobody works on', () => {
    const row = rowOf(describeEvents([]), 'user.verified');

    expect(row).toContain('| email, 3 tries<br>analytics, 3 tries, optional | none |');
  });

  it('tells of what is due by which item and when, on the queues of its kind alone', () => {
    const row = eventRow(reminderDue, []);

    expect(row[3]).toContain('`due` (object, What is due, by `id`, and `at` which instant)');
    expect(row[4]).toBe('email, 3 tries');
  });

  it('tells how what is due is handed over, by the timetable of the tick', () => {
    const tick = functions.find(({ name }) => name === 'queues-hand-over-due-items')?.trigger;

    expect(described).toContain(
      'looks every minute, and hands over to the queues of its kind what is due until 3 minutes',
    );
    expect(described).toContain('What still waits 10 seconds after its time');
    expect(tick).toMatchObject({ rate: 'rate(1 minute)' });
  });

  it('tells which function records what a queue has given up', () => {
    const row = rowOf(describeEvents([define(deadLetters({ grants: [] }))]), 'email');

    expect(row).toContain('`polyclinic-<stage>-email-dead`, recorded by [a/b.ts](../functions/a/b.ts)');
    expect(rowOf(describeEvents([]), 'email')).toContain('recorded by none');
  });

  it('tells of an optional queue that it gets every event where it is switched on', () => {
    expect(rowOf(described, 'analytics')).toContain(
      `| \`analytics\` | Every event, to be counted. | ${events.length}, where it is on |`,
    );
    expect(described).toContain('`analytics` gets every event where `POLYCLINIC_ANALYTICS` is `on`');
  });
});

describe('the flow of events', () => {
  it('has a consumer for every type on each of its queues, the optional ones too', () => {
    const unheard = events.flatMap((event) =>
      queuesFor(event)
        .filter(({ name }) => consumersOf(event, name, functions).length === 0)
        .map(({ name }) => `${event.type} ${name}`),
    );

    expect(unheard).toEqual([]);
  });

  it('is sent by the dispatch and by the sweep, whatever the queue', () => {
    const used = queues.filter(({ name }) => eventsOn(name).length > 0);

    for (const { name } of used) {
      expect(sendersTo(name, functions).map((sender) => sender.name)).toEqual(
        expect.arrayContaining(['queues-dispatch-events', 'queues-sweep-events']),
      );
    }
    expect(used.length).toBeGreaterThan(0);
  });

  it.each([
    ['its own envelope', envelopeOf(userVerified), true],
    ['another envelope', envelopeOf(userInvited), false],
    ['one of several', envelopeOfAny([userInvited, userVerified]), true],
    ['others', z.union([envelopeOf(userInvited), envelopeOf(userRegistered)]), false],
    ['one name of several', envelope().extend({ type: z.enum(['user.invited', 'user.verified']) }), true],
    ['other names', envelope().extend({ type: z.enum(['user.invited', 'user.registered']) }), false],
    ['every envelope', envelope(), true],
    ['no event', z.object({ jobId: z.uuid() }), false],
  ])('sees from the schema of a message whether it takes a type: %s', (_, message, expected) => {
    const consumers = consumersOf(userVerified, 'email', [consumerOf(schema(() => message))]);

    expect(consumers.length > 0).toBe(expected);
  });

  it('does not mix up queues', () => {
    expect(consumersOf(userVerified, 'email', [consumerOf(envelope, 'email-urgent')])).toEqual([]);
  });
});

describe('the row of an event that partners may be told of', () => {
  it('says so, and that of any other does not', () => {
    expect(eventRow({ ...userVerified, partner: true }, []).join(' ')).toContain('Partners may be told of it.');
    expect(eventRow(userVerified, []).join(' ')).not.toContain('Partners');
  });
});
