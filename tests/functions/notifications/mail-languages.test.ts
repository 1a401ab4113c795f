import { expect, it } from '@jest/globals';
import type { Item } from '../../../lib/data/database.ts';
import { createMailSources } from '../../../lib/domains/identity/recipients/live-mail-sources.ts';
import { createPreferenceService } from '../../../lib/domains/identity/users/preference-service.ts';
import { unconfirmed } from '../../../lib/mail/mail-failures.ts';
import type { Mail } from '../../../lib/mail/transport.ts';
import { buildEvent } from '../../lib/mail/build-event.ts';
import { createIdentity, verifiedPerson } from '../../support/identity.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createMailWorld } from './mail-world.ts';

/** Where mails are sent to a verified person, whose preferences are read from the database as they are in a function. */
async function personInWorld(transport?: { send(mail: Mail): Promise<void> }) {
  const database = createMemoryDatabase();
  const identity = await createIdentity(database);
  const { user } = await verifiedPerson(identity);
  const world = createMailWorld({
    database,
    sources: createMailSources(identity.platform),
    ...(transport && { transport }),
  });
  return {
    world,
    event: buildEvent('password.changed', { userId: user.id }),
    prefer: (locale: string) =>
      createPreferenceService(identity.platform).set(
        { userId: user.id },
        { channels: { email: true, websocket: true }, quietHours: null, locale },
      ),
    /** Keeps something as a field of the preferences that this release cannot read. */
    keep(field: string) {
      const [item] = database.itemsOf('identity').filter(({ sk }) => sk === 'PREFERENCES');
      database.plant('identity', { ...(item as Item), [field]: { later: true } });
    },
  };
}

const subjectsOf = (mails: readonly Mail[]) => mails.map(({ subject }) => subject);

it('a person is mailed in the language that they prefer, with dates as in their region', async () => {
  const { world, event, prefer } = await personInWorld();
  await prefer('de-AT');

  await world.hand('email-urgent', [{ content: { ...event, time: '2026-01-05T14:02:00.000Z' } }]);

  expect(subjectsOf(world.sent)).toEqual(['Ihr Passwort wurde geändert']);
  expect(world.sent[0]?.text).toMatch(/^Guten Tag Ada Lovelace,\n\nam 5\. Jänner 2026 um 14:02\u00a0Uhr UTC wurde /);
  expect(world.sent[0]?.headers).toMatchObject({ 'Content-Language': 'de' });
});

it('a person without preferences is mailed in English, by as many calls', async () => {
  const { world, event, prefer } = await personInWorld();
  const callsOf = async (id: string) => {
    const before = { ...world.database.calls };
    await world.hand('email-urgent', [{ content: { ...event, id } }]);
    return world.database.calls.get - before.get + world.database.calls.batchGet - before.batchGet;
  };

  const without = await callsOf('019a0000-0000-7000-8000-0000000000d1');
  await prefer('es');
  const withThem = await callsOf('019a0000-0000-7000-8000-0000000000d2');

  expect(subjectsOf(world.sent)).toEqual(['Your password was changed', 'Se ha cambiado su contraseña']);
  // The person with their preferences, and whether the address is suppressed.
  expect([without, withThem]).toEqual([2, 2]);
});

it.each(['digest', 'channels', 'byType', 'quietHours'])(
  'a mail goes out whatever another release keeps as %s beside the locale',
  async (field) => {
    const { world, event, prefer, keep } = await personInWorld();
    await prefer('de');
    keep(field);

    await world.hand('email-urgent', [{ content: event }]);

    expect(subjectsOf(world.sent)).toEqual(['Ihr Passwort wurde geändert']);
  },
);

it('a mail goes out in English to a person whose locale only another release can read', async () => {
  const { world, event, prefer, keep } = await personInWorld();
  await prefer('de');
  keep('locale');

  await world.hand('email-urgent', [{ content: event }]);

  expect(subjectsOf(world.sent)).toEqual(['Your password was changed']);
});

it('a mail that is sent again is in the language of by then, and the same mail', async () => {
  const sent: Mail[] = [];
  const { world, event, prefer } = await personInWorld({
    send: async (mail) => {
      sent.push(mail);
      if (sent.length === 1) throw unconfirmed(new Error('lost'));
    },
  });
  await prefer('de');

  await world.hand('email-urgent', [{ content: event }]);
  await prefer('es');
  world.clock.advance(10);
  const again = await world.hand('email-urgent', [{ content: event, receives: 2 }]);
  world.clock.advance(10);
  const copy = await world.hand('email-urgent', [{ content: event, receives: 3 }]);

  expect(subjectsOf(sent)).toEqual(['Ihr Passwort wurde geändert', 'Se ha cambiado su contraseña']);
  expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);
  expect([...again.outcomes, ...copy.outcomes]).toEqual(['success', 'dropped ALREADY_DONE']);
});
