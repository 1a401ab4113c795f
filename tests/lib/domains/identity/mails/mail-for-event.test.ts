import { describe, expect, it } from '@jest/globals';
import { type EventType, events } from '../../../../../lib/domains/events.ts';
import type { MailSources } from '../../../../../lib/domains/identity/mails/mail-sources.ts';
import { createMails, mails as declared } from '../../../../../lib/domains/mails.ts';
import { envelopeOfAny } from '../../../../../lib/events/definition.ts';
import type { Envelope } from '../../../../../lib/events/envelope.ts';
import { mailedEvents } from '../../../../../lib/mail/mail-definition.ts';
import type { Mail } from '../../../../../lib/mail/transport.ts';
import { allData, buildEvent, parseMailEvent, tokenId, userId } from '../../../mail/build-event.ts';
import { buildClinicSources } from '../../../mail/clinic-sources.ts';
import { buildSources } from '../../../mail/sources.ts';

const queues = ['email', 'email-urgent'] as const;
const routedTo = (queue: string) => events.filter(({ queues }) => queues.some((each) => each === queue));
const mailed = queues.flatMap(routedTo).map(({ type }) => type);
/** Those that tell people of their accounts, or of their clinic. */
const toldToPeople = mailed.filter((type) => !/^(appointment|waiting-list)\./.test(type));

const parsed = (type: EventType) => parseMailEvent(buildEvent(type, allData));

/** The mail about an event; undefined when there is nobody to write to. */
async function mailAbout(event: Envelope, sources: Partial<MailSources> = {}): Promise<Mail | undefined> {
  const [mail, ...others] = createMails({ identity: buildSources(sources), clinic: buildClinicSources() }).filter(
    ({ event: { type } }) => type === event.type,
  );
  if (!mail || others.length > 0) throw new Error(`one mail is about ${event.type}`);
  const recipient = await mail.findRecipient(event);
  return recipient && mail.write(event, recipient);
}

const pages = [
  ['user.registered', 'verify-email', 'verify-email'],
  ['user.verification-requested', 'verify-email', 'verify-email'],
  ['user.invited', 'accept-invitation', 'invitation'],
  ['user.invitation-requested', 'accept-invitation', 'invitation'],
  ['password.reset-requested', 'reset-password', 'reset-password'],
  ['user.email-change-requested', 'confirm-email', 'change-email'],
] as const;
const withLink = pages.map(([type]): EventType => type);

describe('the mails of identity', () => {
  it.each(pages)('answers %s with a link to %s, with its token for %s', async (type, page, purpose) => {
    const mail = await mailAbout(parsed(type));

    expect(mail?.text).toContain(`\nhttps://client.test/${page}?token=${purpose}.${tokenId}\n`);
  });

  it.each([
    ['user.verified', 'Welcome to Polyclinic'],
    ['user.email-changed', 'Your email address was changed'],
    ['user.deleted', 'Your account was deleted'],
    ['password.changed', 'Your password was changed'],
    ['mfa.enabled', 'Two-step sign-in is on'],
    ['mfa.disabled', 'Two-step sign-in is off'],
    ['mfa.removed', 'The clinic turned your two-step sign-in off'],
    ['mfa.recovery-codes-renewed', 'You have new recovery codes'],
    ['sign-in.locked', 'Too many failed sign-ins'],
    ['sign-in.codes-guessed', 'Someone knows your password'],
    ['mfa.recovery-code-used', 'A recovery code was used'],
    ['session.started-on-new-device', 'New sign-in to your account'],
    ['session.reuse-detected', 'We signed you out on one device'],
    ['records.read-unusually', 'Unusual access to patient records'],
  ] as const)('answers %s with “%s” and no token', async (type, subject) => {
    const mail = await mailAbout(parsed(type));

    expect(mail?.subject).toBe(subject);
    expect(mail?.text).toContain('\nhttps://client.test\n');
    expect(mail?.html).not.toContain(tokenId);
  });

  it.each([
    'user.email-changed',
    'user.deleted',
    'password.changed',
    'mfa.enabled',
    'mfa.disabled',
    'mfa.removed',
    'mfa.recovery-codes-renewed',
    'sign-in.locked',
    'sign-in.codes-guessed',
    'mfa.recovery-code-used',
    'session.started-on-new-device',
    'session.reuse-detected',
  ] as const)('says in the notice of %s when it happened', async (type) => {
    const mail = await mailAbout(parsed(type));

    expect(mail?.text).toContain('On 5 March 2026 at 14:02 UTC,');
  });

  it('knows every event that is routed to a queue of mails', async () => {
    const mails = await Promise.all(mailed.map((type) => mailAbout(parsed(type))));

    expect(mailed.length).toBeGreaterThan(0);
    expect(mails.map((mail) => mail?.to.name)).toEqual(mailed.map(() => 'Ada Lovelace'));
  });

  it('writes to the address that is asked for, and tells the one that was given up', async () => {
    const [asked, changed] = await Promise.all([
      mailAbout(parsed('user.email-change-requested')),
      mailAbout(parsed('user.email-changed')),
    ]);

    expect(asked?.to.address).toBe('new@example.test');
    expect(changed?.to.address).toBe('old@example.test');
  });

  it.each([
    ['user.registered', 'verify-email', { userId }],
    ['user.verification-requested', 'verify-email', { userId }],
    ['user.invited', 'invitation', { userId }],
    ['user.invitation-requested', 'invitation', { userId }],
    ['password.reset-requested', 'reset-password', { emailHash: allData.emailHash }],
  ] as const)('writes about %s only for the link to %s that counts now, of its owner', async (type, purpose, owner) => {
    const asked: unknown[] = [];

    const mail = await mailAbout(parsed(type), {
      hasLink: async (...link) => {
        asked.push(link);
        return false;
      },
    });

    expect(mail).toBeUndefined();
    expect(asked).toMatchObject([[purpose, owner, tokenId]]);
  });

  it.each(toldToPeople)(
    'writes of %s to an address that was never verified only a link, or that it was given up',
    async (type) => {
      const unverified = async () => ({
        userId,
        email: 'ada@example.test',
        name: 'Ada Lovelace',
        emailVerified: false,
        locale: undefined,
      });

      const mail = await mailAbout(parsed(type), {
        findRecipient: unverified,
        findDeletedRecipient: unverified,
        findRecipientByEmailHash: unverified,
        findRecipientOfAccount: unverified,
        findRecipientOfEmailChange: unverified,
      });

      expect(mail !== undefined).toBe(withLink.includes(type) || type === 'user.email-changed');
    },
  );

  it('writes to who was deleted', async () => {
    expect((await mailAbout(parsed('user.deleted')))?.to.address).toBe('gone@example.test');
  });

  it.each([
    ['the account that an event names', allData.account, 'account@example.test'],
    ['whoever has the address, where the event is of a release that named no account', null, 'holder@example.test'],
  ])('tells of a lock %s', async (_, account, address) => {
    const at = (email: string) => async () => ({
      userId,
      email,
      name: 'Ada Lovelace',
      emailVerified: true,
      locale: undefined,
    });

    const mail = await mailAbout(parseMailEvent(buildEvent('sign-in.locked', { ...allData, account })), {
      findRecipientOfAccount: at('account@example.test'),
      findRecipientByEmailHash: at('holder@example.test'),
    });

    expect(mail?.to.address).toBe(address);
  });

  it('tells where a new device is, and says so when the session is over already', async () => {
    const event = parsed('session.started-on-new-device');

    const [live, over] = await Promise.all([
      mailAbout(event),
      mailAbout(event, { findSignInPlace: async () => undefined }),
    ]);

    expect(live?.text).toContain('It was Firefox on Linux, at the network address 203.0.113.7.');
    expect(over?.text).toContain('It has been signed out since.');
  });

  it.each([
    [7, '7 recovery codes are left.'],
    [1, 'One recovery code is left.'],
    [0, 'No recovery code is left.'],
  ])('tells of %p recovery codes that are left when it is written', async (remaining, sentence) => {
    const mail = await mailAbout(parsed('mfa.recovery-code-used'), { countRecoveryCodes: async () => remaining });

    expect(mail?.text).toContain(sentence);
  });

  it.each([
    ['mfa.disabled', 'authenticator', 'by a code of your authenticator. Your password alone signs you in from now on'],
    ['mfa.disabled', 'recovery-code', 'by a recovery code. Your password alone signs you in from now on'],
    ['mfa.recovery-codes-renewed', 'authenticator', 'ten new recovery codes were made'],
    ['mfa.recovery-codes-renewed', 'recovery-code', 'by one of the old ones. Those until then are good for nothing.'],
  ] as const)('says in the notice of %s what it was done by: %s', async (type, proof, words) => {
    const mail = await mailAbout(parseMailEvent(buildEvent(type, { ...allData, proof })));

    expect(mail?.text).toContain(words);
  });

  it.each(mailed)('gives a mail about %s the same id at every try, and another to each event', async (type) => {
    const later = { ...parsed(type), id: '019a0000-0000-7000-8000-0000000000e2' };

    const mails = await Promise.all([parsed(type), parsed(type), later].map((event) => mailAbout(event)));

    const [first, again, other] = mails.map((mail) => mail?.messageId);
    expect(first).toMatch(/^<019a0000-0000-7000-8000-0000000000e1\.[a-z-]+\.[a-z-]+@client\.test>$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it.each(mailed)('carries in a mail about %s the id of the request that began it all', async (type) => {
    const mail = await mailAbout(parsed(type));

    expect(mail?.headers).toMatchObject({ 'X-Correlation-ID': 'request-1' });
  });

  it.each(toldToPeople)(
    'is about %s in the language of its recipient, with dates by their locale, and says in which',
    async (type) => {
      const recipient = { userId, email: 'ada@example.test', name: 'Ada Lovelace', emailVerified: true };
      const whose = (locale: string | undefined) => {
        const find = async () => ({ ...recipient, locale });
        return mailAbout(
          { ...parsed(type), time: '2026-01-05T14:02:00.000Z' },
          {
            findRecipient: find,
            findDeletedRecipient: find,
            findRecipientByEmailHash: find,
            findRecipientOfAccount: find,
            findRecipientOfEmailChange: find,
            findFormerRecipient: find,
          },
        );
      };

      const [austrian, mexican, french, unknown] = await Promise.all(['de-AT', 'es-MX', 'fr', undefined].map(whose));

      expect(austrian?.text).toMatch(/^Guten Tag Ada Lovelace,\n/);
      expect(mexican?.text).toMatch(/^Hola, Ada Lovelace:\n/);
      expect(french?.text).toMatch(/^Hello Ada Lovelace,\n/);
      expect(french).toEqual(unknown);
      if (unknown?.text.includes('5 January 2026')) {
        expect(austrian?.text).toContain('am 5. Jänner 2026 um 14:02\u00a0Uhr UTC ');
        expect(mexican?.text.replace(/\s/g, ' ')).toContain('El 5 de enero de 2026 a las 2:02 p.m. UTC');
      }
      const languages = [austrian, mexican, french].map((mail) => mail?.headers?.['Content-Language']);
      expect(languages).toEqual(['de', 'es', 'en']);
      expect(austrian?.messageId).toBe(unknown?.messageId);
    },
  );

  it.each(toldToPeople)('writes to nobody about %s when the person is gone', async (type) => {
    const nobody = async () => undefined;

    const mail = await mailAbout(parsed(type), {
      findRecipient: nobody,
      findDeletedRecipient: nobody,
      findRecipientByEmailHash: nobody,
      findRecipientOfAccount: nobody,
      findRecipientOfEmailChange: nobody,
      findFormerRecipient: nobody,
    });

    expect(mail).toBeUndefined();
  });
});

describe('the events of a queue of mails', () => {
  it.each(queues)('are those that are routed to %s, and no others', (queue) => {
    const schema = envelopeOfAny(mailedEvents(declared, queue));

    const taken = events.filter(({ type }) => schema.safeParse(buildEvent(type, allData)).success);

    expect(taken.length).toBeGreaterThan(0);
    expect(taken).toEqual(routedTo(queue));
  });

  it.each(queues)('on %s are none that nobody is mailed about', (queue) => {
    const event = { ...buildEvent('user.verified', allData), type: 'order.placed' };

    expect(envelopeOfAny(mailedEvents(declared, queue)).safeParse(event).success).toBe(false);
  });
});
