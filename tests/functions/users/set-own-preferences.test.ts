import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/set-own-preferences.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { setPreferences as setPreferencesOf } from '../../../lib/domains/identity/users/preference-repository.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { signedIn } from '../../support/access/expectations.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import {
  auditOf,
  callerOf,
  createPeople,
  machineWith,
  type People,
  resetCalls,
  stackOf,
} from '../../support/people.ts';

let database: MemoryDatabase;
let people: People;
let ada: User;

beforeEach(async () => {
  database = createMemoryDatabase();
  people = createPeople(database);
  ada = await people.enrol();
  resetCalls(database);
});

const wanted = {
  channels: { email: true, websocket: false },
  quietHours: { from: '22:00', to: '07:30', timeZone: 'Europe/Berlin' },
  locale: 'de-DE',
};
const quiet = (overrides: Record<string, unknown>) => ({ quietHours: { ...wanted.quietHours, ...overrides } });
const setPreferences = (overrides: Record<string, unknown> = {}, caller: Caller = callerOf(ada)) =>
  send(createHandler(people.preferences, stackOf(caller)), { method: 'PUT', json: { ...wanted, ...overrides } });
const stored = () => database.itemsOf('identity').find(({ sk }) => sk === 'PREFERENCES');

describe('PUT /v1/users/me/preferences', () => {
  it('keeps the preferences of whoever asks and answers with them, in one transaction', async () => {
    const answer = await setPreferences();

    expect(answer.status).toBe(200);
    expect(answer.json.data).toEqual(wanted);
    expect(stored()).toMatchObject({ pk: `USER#${ada.id}`, ...wanted });
    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(auditOf(database, 'user.preferences-changed')).toMatchObject([
      { actorId: ada.id, subject: `users/${ada.id}`, details: {} },
    ]);
  });

  it('puts them in the place of all that were there', async () => {
    await setPreferences();

    const answer = await setPreferences({ quietHours: null, channels: { email: false, websocket: false } });

    expect(answer.status).toBe(200);
    expect(stored()).toMatchObject({ quietHours: null, channels: { email: false, websocket: false }, version: 2 });
  });

  it('keeps what differs by type, until a replacement leaves it out', async () => {
    const byType = { order: { email: false }, room: { email: true, websocket: false }, job: {} };

    const answer = await setPreferences({ byType });
    const kept = stored();
    const replaced = await setPreferences();

    expect([answer.json.data, kept]).toEqual([{ ...wanted, byType }, expect.objectContaining({ byType })]);
    expect(replaced.json.data).toEqual(wanted);
    expect(stored()).not.toHaveProperty('byType');
  });

  it('keeps zone and language as their standards spell them, and the name of the zone that was given', async () => {
    const zones = ['europe/kyiv', 'ASIA/CALCUTTA', 'utc'];

    const kept: unknown[] = [];
    for (const timeZone of zones) {
      await setPreferences({ ...quiet({ timeZone }), locale: 'EN-us' });
      kept.push(stored());
    }

    expect(kept).toMatchObject(
      ['Europe/Kyiv', 'Asia/Calcutta', 'UTC'].map((timeZone) => ({ ...quiet({ timeZone }), locale: 'en-US' })),
    );
  });

  it.each([
    ['an abbreviation that means Dhaka to Node', quiet({ timeZone: 'BST' }), 'quietHours.timeZone'],
    ['a zone of no place', quiet({ timeZone: 'Factory' }), 'quietHours.timeZone'],
    ['a zone that is none', quiet({ timeZone: 'Mars/Olympus' }), 'quietHours.timeZone'],
    ['an offset in place of a zone', quiet({ timeZone: '+01:00' }), 'quietHours.timeZone'],
    ['an hour that is none', quiet({ from: '24:00' }), 'quietHours.from'],
    ['seconds', quiet({ to: '07:30:00' }), 'quietHours.to'],
    ['hours of no length', quiet({ to: '22:00' }), 'quietHours'],
    ['quiet hours left out', { quietHours: undefined }, 'quietHours'],
    ['a tag that is no language', { locale: 'de_DE!' }, 'locale'],
    ['an empty tag', { locale: '' }, 'locale'],
    ['half of the channels', { channels: { email: true } }, 'channels.websocket'],
    ['a channel of nobody', { channels: { email: true, websocket: true, fax: true } }, 'channels.fax'],
    ['a field of nobody', { theme: 'dark' }, 'theme'],
    ['a type of nobody', { byType: { weather: { email: true } } }, 'byType.weather'],
    ['a channel of nobody for a type', { byType: { order: { fax: true } } }, 'byType.order.fax'],
    ['a channel that is neither on nor off', { byType: { order: { email: null } } }, 'byType.order.email'],
    ['a type that is neither', { byType: { order: true } }, 'byType.order'],
  ])('refuses %s with 400', async (_, overrides, path) => {
    const answer = await setPreferences(overrides);

    expect(answer.status).toBe(400);
    expect(answer.json.errors).toMatchObject([{ path }]);
    expect(stored()).toBeUndefined();
  });

  it('writes nothing that is unknown here, whoever hands it over', () => {
    const unknown = { channels: { email: true, websocket: true, sms: true }, quietHours: null, locale: 'en' };

    expect(() => setPreferencesOf(ada.id, unknown)).toThrow('sms');
  });

  it('is for a person: an API key prefers nothing', async () => {
    expect((await setPreferences({}, machineWith('users:write'))).status).toBe(403);
  });
});

describeAccess(
  trigger,
  ({ people, stack }) => createHandler(people.preferences, stack),
  signedIn(200, {
    channels: { email: true, websocket: true },
    quietHours: null,
    locale: 'en',
  }),
);
