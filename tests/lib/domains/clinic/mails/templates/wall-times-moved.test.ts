import { describe, expect, it } from '@jest/globals';
import type { MailSources } from '../../../../../../lib/domains/identity/mails/mail-sources.ts';
import { createMails } from '../../../../../../lib/domains/mails.ts';
import { buildEvent, parseMailEvent, userId } from '../../../../mail/build-event.ts';
import { buildClinicSources } from '../../../../mail/clinic-sources.ts';
import { buildSources } from '../../../../mail/sources.ts';

const ids = Array.from({ length: 20 }, (_, number) => `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`);

async function mailOf(data: object, overrides: Partial<MailSources> = {}) {
  const mail = createMails({ identity: buildSources(overrides), clinic: buildClinicSources() }).find(
    ({ event }) => event.type === 'appointments.wall-moved',
  );
  const event = parseMailEvent(buildEvent('appointments.wall-moved', { userId, ...data }));
  const recipient = await mail?.findRecipient(event);
  return recipient && mail?.write(event, recipient);
}

describe('the mail about appointments at another time of the clock', () => {
  it('names them by their ids alone, and says how many more there are', async () => {
    const mail = await mailOf({ count: 23, appointmentIds: ids });

    expect(mail?.subject).toBe('Appointments at another time by the clock');
    expect(mail?.text).toContain('How many: 23');
    for (const id of ids) expect(mail?.text).toContain(`Appointment: ${id}`);
    expect(mail?.text).toContain('Not named here: 3');
  });

  it('says nothing of others where all are named', async () => {
    expect((await mailOf({ count: 20, appointmentIds: ids }))?.text).not.toContain('Not named here');
  });

  it('goes to nobody whose address was never proved', async () => {
    const unproved = { userId, email: 'a@b.test', name: 'Ada', emailVerified: false, locale: undefined };

    expect(
      await mailOf({ count: 1, appointmentIds: ids.slice(0, 1) }, { findRecipient: async () => unproved }),
    ).toBeUndefined();
  });
});
