import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeInvitation } from '../../../lib/calendar/invitation.ts';
import { passwordChanged } from '../../../lib/domains/identity/events/passwords.ts';
import type { MailSources } from '../../../lib/domains/identity/mails/mail-sources.ts';
import type { Addressed } from '../../../lib/mail/layout.ts';
import { createEventMails, defineMail, type MailRecipient } from '../../../lib/mail/mail-definition.ts';
import { createSmtpTransport } from '../../../lib/mail/smtp-transport.ts';
import type { Template } from '../../../lib/mail/template.ts';
import { handoverDeadline } from '../../../lib/mail/transport.ts';
import { buildInvitation } from '../../lib/calendar/build-invitation.ts';
import { buildEvent, userId } from '../../lib/mail/build-event.ts';
import { buildSources } from '../../lib/mail/sources.ts';
import { readByIcalJs, readByNodeIcal } from '../../support/calendar-readers.ts';
import { type MailServer, startMailServer } from '../../support/mail-server.ts';
import { createMailWorld } from './mail-world.ts';

/** A visit as a mail tells it. */
interface Visit extends Addressed {
  readonly start: Date;
}

const event = buildEvent('password.changed');
const ada: MailRecipient = { userId, email: 'ada@example.test', name: 'Ada "Countess" Lovelace', locale: 'de-AT' };
const titles = { en: 'Visit', de: 'Termin', es: 'Cita' };

const letter = ({ start }: Visit) => ({
  ...{ subject: 'Visit', preview: '', action: '', footnote: '' },
  paragraphs: [start.toISOString()],
});
const template: Template<Visit> = {
  name: 'visit',
  sample: () => ({ name: 'Ada', link: 'https://client.test', start: new Date('2026-11-30T09:00:00Z') }),
  words: { en: letter, de: letter, es: letter },
};

let server: MailServer;

beforeEach(async () => {
  server = await startMailServer(() => 'taken');
});

afterEach(() => server.stop());

/** Sends a mail with a calendar, of a visit that is another hour later whenever somebody reads it. */
async function sendVisit() {
  let reads = 0;
  const definition = defineMail<{ userId: string }, Visit, MailSources>({
    event: passwordChanged,
    template,
    recipient: { name: 'patient', find: async () => ada },
    dataOf: ({ name, link }) => ({ name, link, start: new Date(Date.UTC(2026, 10, 30, 9 + reads++)) }),
    calendarOf: ({ start }, { to, time, wording }) => ({
      method: 'REQUEST',
      content: writeInvitation(
        buildInvitation({ start, stamp: time, attendee: to, summary: titles[wording.language], sequence: 4 }),
      ),
    }),
  });
  const transport = createSmtpTransport({ url: server.url, from: 'no-reply@example.test', deadline: handoverDeadline });
  const world = createMailWorld({ mails: createEventMails([definition], buildSources()), transport });
  return world.handTimes('email-urgent', 1, event);
}

describe('a mail that a calendar takes in', () => {
  it.each([
    ['ical.js', readByIcalJs],
    ['node-ical', readByNodeIcal],
  ])('is read from the message as it arrived: by %s', async (_, readBy) => {
    const { outcomes } = await sendVisit();

    const { calendar } = server.mailsTo(ada.email)[0] ?? {};
    expect(outcomes).toEqual(['success']);
    expect(calendar?.method).toBe('REQUEST');
    expect(readBy(calendar?.content ?? '')).toMatchObject({
      method: 'REQUEST',
      sequence: 4,
      attendee: { name: ada.name, address: ada.email },
    });
  });

  it('is in the words of its recipient, and of the time of its event', async () => {
    await sendVisit();

    const { calendar } = server.mailsTo(ada.email)[0] ?? {};
    expect(readByIcalJs(calendar?.content ?? '')).toMatchObject({ summary: 'Termin', stamp: new Date(event.time) });
  });

  it('tells the calendar what its words tell, whatever changes while it is written', async () => {
    await sendVisit();

    const { calendar, text } = server.mailsTo(ada.email)[0] ?? {};
    expect(text).toContain('2026-11-30T09:00:00.000Z');
    expect(readByIcalJs(calendar?.content ?? '').start).toEqual(new Date('2026-11-30T09:00:00Z'));
  });
});
