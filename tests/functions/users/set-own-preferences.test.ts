import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createShowing } from '../../../functions/users/get-own-preferences.ts';
import { createHandler, trigger } from '../../../functions/users/set-own-preferences.ts';
import type { Caller } from '../../../lib/access/caller.ts';
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
const setPreferences = (
  overrides: Record<string, unknown> = {},
  caller: Caller = callerOf(ada),
  headers: Record<string, string> = {},
) =>
  send(createHandler(people.preferences, stackOf(caller)), {
    method: 'PUT',
    headers,
    json: { ...wanted, ...overrides },
  });
const setIfMatch = (tag: string, overrides: Record<string, unknown> = {}) =>
  setPreferences(overrides, callerOf(ada), { 'if-match': tag });
const showPreferences = () => send(createShowing(people.preferenceViewing, stackOf(callerOf(ada))), {});
const stored = () => database.itemsOf('identity').find(({ sk }) => sk === 'PREFERENCES');

/** Stores what a newer release would in place of some fields. */
function plant(newer: object): void {
  database.plant('identity', { ...stored(), pk: `USER#${ada.id}`, sk: 'PREFERENCES', ...newer });
}

describe('PUT /v1/users/me/preferences', () => {
  it('keeps the preferences of whoever asks and answers with them, in a read and a transaction', async () => {
    const answer = await setPreferences();

    expect(answer.status).toBe(200);
    expect(answer.json.data).toEqual(wanted);
    expect(stored()).toMatchObject({ pk: `USER#${ada.id}`, ...wanted });
    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(auditOf(database, 'user.preferences-changed')).toMatchObject([
      { actorId: ada.id, subject: `users/${ada.id}`, details: {} },
    ]);
  });

  it('takes times with spaces around them', async () => {
    const answer = await setPreferences(quiet({ from: ' 22:00', to: '07:30 ' }));

    expect(answer.json.data).toEqual(wanted);
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

  it('answers the version by which the next change can say what it has seen', async () => {
    const answers = [await setIfMatch('"0"'), await setIfMatch('"1"'), await setPreferences(), await setIfMatch('*')];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers.map(({ headers }) => headers.etag)).toEqual(['"1"', '"2"', '"3"', '"4"']);
  });

  it.each([
    ['another version', true, '"99"'],
    ['a version before', true, '"0"'],
    ['a version where none were ever set', false, '"1"'],
    ['no version', true, '"x"'],
  ])('refuses with 412 who has seen %s, and changes nothing', async (_, isSet, tag) => {
    if (isSet) await setPreferences();
    const before = stored();

    const answer = await setIfMatch(tag, { locale: 'es' });

    expect([answer.status, answer.json.code]).toEqual([412, 'STALE_VERSION']);
    expect(stored()).toEqual(before);
  });

  it.each(['"0"', '"1"'])('takes one of two who have both seen the version %s', async (tag) => {
    if (tag === '"1"') await setPreferences();

    const answers = await Promise.all(['es', 'en'].map((locale) => setIfMatch(tag, { locale })));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 200)?.json.data).toMatchObject({ locale: stored()?.locale });
  });

  it('is done anew where another is between its look and its write, and named no version', async () => {
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await setPreferences({ locale: 'es' });
    };

    const answer = await setPreferences();

    expect([answer.status, answer.headers.etag]).toEqual([200, '"2"']);
    expect(stored()).toMatchObject({ ...wanted, version: 2 });
  });

  it('replaces all that is known here, and keeps what only a newer release knows, at each level', async () => {
    await setPreferences();
    plant({
      channels: { email: false, websocket: true, sms: true },
      byType: { weather: { email: false }, order: { email: true, sms: false }, room: { email: true } },
      quietHours: { ...wanted.quietHours, from: '20:00', days: ['sat'] },
      theme: 'dark',
    });

    const answer = await setIfMatch('"1"', { byType: { job: { email: false } } });

    expect([answer.status, answer.json.data]).toEqual([
      200,
      { ...wanted, byType: { job: { email: false }, order: {} } },
    ]);
    expect(stored()).toMatchObject({
      channels: { ...wanted.channels, sms: true },
      quietHours: { ...wanted.quietHours, days: ['sat'] },
      locale: 'de-DE',
      theme: 'dark',
      version: 2,
    });
    expect(stored()?.byType).toEqual({ weather: { email: false }, order: { sms: false }, job: { email: false } });
  });

  it('keeps the types that only a newer release knows also where none is to differ, and quiet hours whole or not at all', async () => {
    await setPreferences();
    plant({ byType: { weather: {}, room: { email: true } }, quietHours: { ...wanted.quietHours, days: ['sat'] } });

    const answer = await setIfMatch('"1"', { quietHours: null });
    const shown = await showPreferences();

    expect([answer.json.data, answer.headers.etag]).toEqual([shown.json.data, shown.headers.etag]);
    expect(shown.json.data).toEqual({ ...wanted, quietHours: null, byType: {} });
    expect([stored()?.byType, stored()?.quietHours]).toEqual([{ weather: {} }, null]);
  });

  it.each([
    ['a channel', { channels: { email: 'daily', websocket: true } }],
    ['the channels', { channels: 'all' }],
    ['a type', { byType: { order: 'off' } }],
    ['a channel of a type', { byType: { order: { email: 'daily' } } }],
    ['what differs by type', { byType: [] }],
    ['the quiet hours', { quietHours: 'nights' }],
    ['a part of the quiet hours', { quietHours: { ...wanted.quietHours, from: 'sunset' } }],
    ['the zone', { quietHours: { ...wanted.quietHours, timeZone: 'Mars/Olympus' } }],
    ['the locale', { locale: { reading: 'de' } }],
  ])('repairs %s that cannot be read here', async (_, newer) => {
    await setPreferences();
    plant(newer);

    const answer = await setIfMatch('"1"', { byType: { order: { email: false } } });

    expect([answer.status, answer.json.data]).toEqual([200, { ...wanted, byType: { order: { email: false } } }]);
    expect(stored()).toMatchObject({ ...wanted, byType: { order: { email: false } }, version: 2 });
  });

  it('takes a zone that this table does not know from who was shown it, and no other', async () => {
    await setPreferences();
    plant(quiet({ timeZone: 'Mars/Olympus' }));
    const { json, headers } = await showPreferences();

    const back = await setIfMatch(String(headers.etag), { ...(json.data as object), locale: 'es' });
    const other = await setIfMatch('"2"', quiet({ timeZone: 'Mars/Tharsis' }));

    expect([back.status, back.json.data]).toEqual([
      200,
      { ...wanted, ...quiet({ timeZone: 'Mars/Olympus' }), locale: 'es' },
    ]);
    expect([other.status, other.json.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(other.json.errors).toEqual([
      { path: 'quietHours.timeZone', message: 'Is not a time zone.', code: 'time_zone' },
    ]);
    expect(stored()).toMatchObject({ ...quiet({ timeZone: 'Mars/Olympus' }), locale: 'es', version: 2 });
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

  it('says of quiet hours at no time of day nothing else', async () => {
    const { json } = await setPreferences(quiet({ from: '8:00', to: '8:00' }));

    expect((json.errors as { path: string }[]).map(({ path }) => path)).toEqual(['quietHours.from', 'quietHours.to']);
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

  it('writes nothing that is unknown here, whoever hands it over', async () => {
    const unknown = { channels: { email: true, websocket: true, sms: true }, quietHours: null, locale: 'en' };

    await expect(people.preferences.set({ userId: ada.id }, unknown)).rejects.toThrow('sms');
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
