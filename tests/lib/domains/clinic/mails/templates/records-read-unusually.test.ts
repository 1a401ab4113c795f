import { describe, expect, it } from '@jest/globals';
import { recordsReadUnusuallyMail } from '../../../../../../lib/domains/clinic/mails/templates/records-read-unusually.ts';
import type { MailSources } from '../../../../../../lib/domains/identity/mails/mail-sources.ts';
import { createMails } from '../../../../../../lib/domains/mails.ts';
import { wordingIn } from '../../../../../../lib/languages.ts';
import { writeMail } from '../../../../../../lib/mail/template.ts';
import { buildEvent, parseMailEvent, userId } from '../../../../mail/build-event.ts';
import { buildClinicSources } from '../../../../mail/clinic-sources.ts';
import { buildSources } from '../../../../mail/sources.ts';

const graceId = '019a0000-0000-7000-8000-00000000a002';
const keyId = '019a0000-0000-7000-8000-00000000f001';
const readers = [
  { id: graceId, kind: 'person' as const, records: 84, atNight: 3 },
  { id: keyId, kind: 'program' as const, records: 212, atNight: 0 },
];
const data = { userId, hour: '2026-03-05T13:00:00.000Z', readers, others: 2 };

async function mailOf(overrides: Partial<MailSources> = {}) {
  const mail = createMails({ identity: buildSources(overrides), clinic: buildClinicSources() }).find(
    ({ event }) => event.type === 'records.read-unusually',
  );
  const event = parseMailEvent(buildEvent('records.read-unusually', data));
  const recipient = await mail?.findRecipient(event);
  return recipient && mail?.write(event, recipient);
}

describe('the mail about unusual readers', () => {
  it('tells an admin who it was, by name and id, of which hour, and how many', async () => {
    const mail = await mailOf();

    expect(mail?.subject).toBe('Unusual access to patient records');
    expect(mail?.text).toContain('In the hour from 5 March 2026 at 13:00 UTC');
    expect(mail?.text).toContain(`Grace Hopper (${graceId}): records opened: 84, at night: 3`);
    expect(mail?.text).toContain(`Program (${keyId}): records opened: 212, at night: 0`);
    expect(mail?.text).toContain('Further readers: 2');
  });

  it('goes to nobody whose address was never proved', async () => {
    const unproved = { userId, email: 'a@b.test', name: 'Ada', emailVerified: false, locale: undefined };

    expect(await mailOf({ findRecipient: async () => unproved })).toBeUndefined();
  });

  it('tells no name that reads like a link', () => {
    const named = {
      ...readers[0],
      id: graceId,
      kind: 'person' as const,
      records: 84,
      atNight: 3,
      name: 'see evil.test/x',
    };
    const context = { name: 'Ada', link: 'https://client.test', time: new Date('2026-03-05T14:20:00Z') };
    const told = { ...context, hour: new Date(data.hour), readers: [named], others: 0 };

    const { text } = writeMail(recordsReadUnusuallyMail, told, wordingIn('en'));

    expect(text).toContain(`Person (${graceId}): records opened: 84`);
    expect(text).not.toMatch(/evil|Further/);
  });
});
