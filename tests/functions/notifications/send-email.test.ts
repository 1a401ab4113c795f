import { describe, expect, it } from '@jest/globals';
import { trigger } from '../../../functions/notifications/send-email.ts';
import { events } from '../../../lib/domains/events.ts';
import { refused } from '../../../lib/mail/mail-failures.ts';
import { allData, buildEvent } from '../../lib/mail/build-event.ts';
import { createMailWorld } from './mail-world.ts';

const typesOf = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type).sort();
const gone = '019a0000-0000-7000-8000-000000000002';
const welcome = buildEvent('user.verified');
const idOf = (number: number) => `019a0000-0000-7000-8000-0000000000d${number}`;

describe('send-email', () => {
  it('works on the queue of mails that can wait, on what is routed to it', () => {
    expect(trigger.queue).toBe('email');
    expect(typesOf(trigger.events)).toEqual(
      typesOf(events.filter(({ queues }) => queues.some((each) => each === 'email'))),
    );
  });

  it('may read people and what appointments are told by, keep suppressions, take leases and deliver mail, and no more', () => {
    const ofPatients = ['appointments:tell', 'offers:tell', 'patients:address', 'clinics:read', 'doctors:read'];
    const ofMail = ['suppressions:keep', 'leases:take', 'mail:deliver'];

    expect(trigger.grants).toEqual(['identity:read', ...ofPatients, ...ofMail]);
  });

  it('welcomes a person', async () => {
    const world = createMailWorld();

    const { outcomes, reported } = await world.hand('email', [{ content: welcome }]);

    expect(world.sent.map(({ subject }) => subject)).toEqual(['Welcome to Polyclinic']);
    expect(outcomes).toEqual(['success']);
    expect(reported).toEqual([]);
  });

  it('leaves in the queue the mails that were not taken, and those alone', async () => {
    const second = idOf(2);
    const send = async ({ messageId }: { messageId: string }) => {
      if (messageId.includes(second)) throw refused(new Error('down'));
    };
    const world = createMailWorld({ transport: { send } });
    const messages = [1, 2, 3].map((number) => ({ content: { ...welcome, id: idOf(number) } }));

    const { reported } = await world.hand('email', messages);

    expect(reported).toEqual(['m1']);
  });

  it('drops an event about a person who is gone, and says so', async () => {
    const world = createMailWorld();

    const { outcomes, reported } = await world.hand('email', [
      { content: buildEvent('user.verified', { userId: gone }) },
    ]);

    expect(world.sent).toEqual([]);
    expect(outcomes).toEqual(['dropped RECIPIENT_GONE']);
    expect(reported).toEqual([]);
  });

  it('leaves in the queue what is no event that it knows', async () => {
    const world = createMailWorld();
    const messages = [{ type: 'user.verified' }, buildEvent('password.changed', allData), welcome];

    const { reported } = await world.hand(
      'email',
      messages.map((content) => ({ content })),
    );

    expect(reported).toEqual(['m0', 'm1']);
    expect(world.sent).toHaveLength(1);
  });
});
