import { describe, expect, it } from '@jest/globals';
import { createMailForEvent, mailEvent } from '../../../lib/mail/mail-for-event.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { buildEvent, tokenId, userId } from './build-event.ts';

const mailForEvent = createMailForEvent({
  findRecipient: async (id) => (id === userId ? { email: 'ada@example.test', name: 'Ada' } : undefined),
  tokenFor: async (purpose, id) => `${purpose}.${id}`,
  clientUrl: () => 'https://client.test',
});

describe('createMailForEvent', () => {
  it.each(['user.registered', 'user.verification-requested'] as const)(
    'answers %s with a link that confirms the address',
    async (type) => {
      const event = mailEvent.parse(buildEvent(type, { tokenId }));

      const mail = await mailForEvent(event);

      expect(mail).toMatchObject({
        to: { name: 'Ada', address: 'ada@example.test' },
        subject: expect.stringMatching(/Confirm/),
      });
      expect(mail?.text).toContain(`https://client.test/verify-email?token=verify-email.${tokenId}\n`);
    },
  );

  it('welcomes a person whose address is confirmed', async () => {
    const mail = await mailForEvent(mailEvent.parse(buildEvent('user.verified')));

    expect(mail?.subject).toBe('Welcome to Polyclinic');
    expect(mail?.text).toContain('https://client.test\n');
  });

  it('warns a person whose session was used twice, with the time of it', async () => {
    const event = buildEvent('session.reuse-detected', { sessionId: '019a0000-0000-7000-8000-000000000005' });

    const mail = await mailForEvent(mailEvent.parse(event));

    expect(mail?.subject).toBe('We signed you out on one device');
    expect(mail?.text).toContain('5 March 2026 at 14:02 UTC');
  });

  it('gives a mail the same id at every try, and another to each event', async () => {
    const event = mailEvent.parse(buildEvent('user.verified'));
    const later = mailEvent.parse({ ...buildEvent('user.verified'), id: '019a0000-0000-7000-8000-0000000000e2' });

    const ids = (await Promise.all([event, event, later].map(mailForEvent))).map((mail) => mail?.messageId);

    expect(ids[0]).toBe('<019a0000-0000-7000-8000-0000000000e1.welcome@client.test>');
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('writes to nobody when the person is gone, and logs no more than the event', async () => {
    const stranger = '019a0000-0000-7000-8000-000000000002';
    const event = mailEvent.parse(buildEvent('user.verified', { userId: stranger }));

    const { result, lines } = await withLogLines(() => mailForEvent(event));

    expect(result).toBeUndefined();
    expect(lines).toMatchObject([{ level: 'info', eventId: event.id, eventType: 'user.verified' }]);
  });

  it('takes no event that nobody is mailed about', () => {
    expect(mailEvent.safeParse({ ...buildEvent('user.verified'), type: 'order.placed' }).success).toBe(false);
  });
});
