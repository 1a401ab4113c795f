import { describe, expect, it } from '@jest/globals';
import { type EventType, eventTypes } from '../../../lib/events/event-types.ts';
import { routes } from '../../../lib/events/routes.ts';
import { createMailForEvent, mailEvent } from '../../../lib/mail/mail-for-event.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { buildEvent, tokenId } from './build-event.ts';
import { buildSources } from './sources.ts';

const emailHash = 'aGFzaC1vZi1hbi1hZGRyZXNzLW9mLTMyLWJ5dGVzLS0';
const sessionId = '019a0000-0000-7000-8000-000000000005';
const changeId = '019a0000-0000-7000-8000-000000000006';
const allData = { tokenId, emailHash, sessionId, changeId };
const mailed = (Object.keys(eventTypes) as EventType[]).filter((type) => routes[type].includes('email'));

const mailForEvent = createMailForEvent(buildSources());
const parsed = (type: EventType) => mailEvent.parse(buildEvent(type, allData));

describe('createMailForEvent', () => {
  it.each([
    ['user.registered', 'verify-email', 'verify-email'],
    ['user.verification-requested', 'verify-email', 'verify-email'],
    ['user.invited', 'accept-invitation', 'invitation'],
    ['password.reset-requested', 'reset-password', 'reset-password'],
    ['user.email-change-requested', 'confirm-email', 'change-email'],
  ] as const)('answers %s with a link to %s, with its token for %s', async (type, page, purpose) => {
    const mail = await mailForEvent(parsed(type));

    expect(mail?.text).toContain(`\nhttps://client.test/${page}?token=${purpose}.${tokenId}\n`);
  });

  it.each([
    ['user.verified', 'Welcome to Polyclinic'],
    ['user.email-changed', 'Your email address was changed'],
    ['password.changed', 'Your password was changed'],
    ['sign-in.locked', 'Too many failed sign-ins'],
    ['session.started-on-new-device', 'New sign-in to your account'],
    ['session.reuse-detected', 'We signed you out on one device'],
  ] as const)('answers %s with “%s” and no token', async (type, subject) => {
    const mail = await mailForEvent(parsed(type));

    expect(mail?.subject).toBe(subject);
    expect(mail?.text).toContain('\nhttps://client.test\n');
    expect(mail?.html).not.toContain(tokenId);
  });

  it.each([
    'user.email-changed',
    'password.changed',
    'sign-in.locked',
    'session.started-on-new-device',
    'session.reuse-detected',
  ] as const)('says in the notice of %s when it happened', async (type) => {
    const mail = await mailForEvent(parsed(type));

    expect(mail?.text).toContain('On 5 March 2026 at 14:02 UTC,');
  });

  it('knows every event that is routed to the queue of mails', async () => {
    const mails = await Promise.all(mailed.map((type) => mailForEvent(parsed(type))));

    expect(mailed.length).toBeGreaterThan(0);
    expect(mails.filter((mail) => mail === undefined)).toEqual([]);
    expect(mails.every((mail) => mail?.to.name === 'Ada Lovelace')).toBe(true);
  });

  it('writes to the address that is asked for, and tells the one that was given up', async () => {
    const [asked, changed] = await Promise.all([
      mailForEvent(parsed('user.email-change-requested')),
      mailForEvent(parsed('user.email-changed')),
    ]);

    expect(asked?.to.address).toBe('new@example.test');
    expect(changed?.to.address).toBe('old@example.test');
  });

  it('tells where a new device is, and says so when the session is over already', async () => {
    const gone = createMailForEvent(buildSources({ findSignInPlace: async () => undefined }));

    const mails = await Promise.all([
      mailForEvent(parsed('session.started-on-new-device')),
      gone(parsed('session.started-on-new-device')),
    ]);

    expect(mails[0]?.text).toContain('It was Firefox on Linux, at the network address 203.0.113.7.');
    expect(mails[1]?.text).toContain('It has been signed out since.');
  });

  it.each(mailed)('gives a mail about %s the same id at every try, and another to each event', async (type) => {
    const later = mailEvent.parse({ ...buildEvent(type, allData), id: '019a0000-0000-7000-8000-0000000000e2' });

    const ids = (await Promise.all([parsed(type), parsed(type), later].map(mailForEvent))).map(
      (mail) => mail?.messageId,
    );

    expect(ids[0]).toMatch(/^<019a0000-0000-7000-8000-0000000000e1\.[a-z-]+@client\.test>$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it.each(mailed)(
    'writes to nobody about %s when the person is gone, and logs no more than the event',
    async (type) => {
      const nobody = async () => undefined;
      const ofNobody = createMailForEvent(
        buildSources({
          findRecipient: nobody,
          findRecipientByEmailHash: nobody,
          findRecipientOfEmailChange: nobody,
          findFormerRecipient: nobody,
        }),
      );
      const event = parsed(type);

      const { result, lines } = await withLogLines(() => ofNobody(event));

      expect(result).toBeUndefined();
      expect(lines).toMatchObject([{ level: 'info', eventId: event.id, eventType: type }]);
    },
  );

  it('takes no event that nobody is mailed about', () => {
    expect(mailEvent.safeParse({ ...buildEvent('user.verified'), type: 'order.placed' }).success).toBe(false);
  });
});
