import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/get-own-preferences.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import type { Preferences } from '../../../lib/domains/identity/users/preferences.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { signedIn } from '../../support/access/expectations.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { callerOf, createPeople, machineWith, type People, resetCalls, stackOf } from '../../support/people.ts';

let database: MemoryDatabase;
let people: People;
let ada: User;

beforeEach(async () => {
  database = createMemoryDatabase();
  people = createPeople(database);
  ada = await people.enrol();
  resetCalls(database);
});

const wanted: Preferences = {
  channels: { email: false, websocket: true },
  byType: { order: { email: true }, system: {} },
  quietHours: { from: '22:00', to: '07:30', timeZone: 'Europe/Berlin' },
  locale: 'es-MX',
};
const getPreferences = (headers: Record<string, string> = {}, caller: Caller = callerOf(ada)) =>
  send(createHandler(people.preferenceViewing, stackOf(caller)), { headers });

function plantPreferences(fields: object): void {
  const key = { pk: `USER#${ada.id}`, sk: 'PREFERENCES' };
  database.plant('identity', { ...key, entity: 'preferences', version: 3, commitId: 'c', userId: ada.id, ...fields });
}

describe('GET /v1/users/me/preferences', () => {
  it('answers what is usual to a person who never said, by one read', async () => {
    const answer = await getPreferences();

    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"0"');
    expect(answer.json.data).toEqual({ channels: { email: true, websocket: true }, quietHours: null, locale: 'en' });
    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 0 });
  });

  it('answers what was set last, and nothing of how it is stored', async () => {
    await people.preferences.set({ userId: ada.id }, { ...wanted, locale: 'de' });
    await people.preferences.set({ userId: ada.id }, wanted);

    const answer = await getPreferences();

    expect(answer.json.data).toEqual(wanted);
    expect(answer.headers.etag).toBe('"2"');
  });

  it('answers 304 to who has seen the version that there is', async () => {
    await people.preferences.set({ userId: ada.id }, wanted);

    const answers = [
      await getPreferences({ 'if-none-match': '"1"' }),
      await getPreferences({ 'if-none-match': '"0"' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([304, 200]);
  });

  it('reads on what was stored before types could differ', async () => {
    const { byType: _, ...before } = wanted;
    plantPreferences(before);

    expect((await getPreferences()).json.data).toEqual(before);
  });

  it.each([
    ['a type', { byType: { ...wanted.byType, weather: { email: true } } }],
    ['a channel', { channels: { ...wanted.channels, sms: true } }],
    ['a channel of a type', { byType: { ...wanted.byType, order: { email: true, sms: false } } }],
    ['a part of the quiet hours', { quietHours: { ...wanted.quietHours, onWeekends: true } }],
    ['a field', { theme: 'dark' }],
  ])('leaves out %s that only a newer release knows', async (_, newer) => {
    plantPreferences({ ...wanted, ...newer });

    const answer = await getPreferences();

    expect([answer.status, answer.json.data]).toEqual([200, wanted]);
  });

  it.each([
    ['a channel', { channels: { email: 'daily', websocket: false } }, { channels: { email: true, websocket: false } }],
    ['the channels', { channels: 'all' }, { channels: { email: true, websocket: true } }],
    ['a type', { byType: { order: 'off', system: {} } }, { byType: { system: {} } }],
    [
      'a channel of a type',
      { byType: { order: { email: 'daily', websocket: false } } },
      { byType: { order: { websocket: false } } },
    ],
    ['what differs by type', { byType: 'off' }, { byType: undefined }],
    ['the quiet hours', { quietHours: 'nights' }, { quietHours: null }],
    ['a part of the quiet hours', { quietHours: { ...wanted.quietHours, to: 'sunrise' } }, { quietHours: null }],
    ['the locale', { locale: { reading: 'de' } }, { locale: 'en' }],
    [
      'nothing that there should be',
      { channels: undefined, quietHours: undefined, locale: undefined },
      { channels: { email: true, websocket: true }, quietHours: null, locale: 'en' },
    ],
  ])('shows %s that cannot be read here as if it had not been said, and all else', async (_, newer, shown) => {
    plantPreferences({ ...wanted, ...newer });

    const answer = await getPreferences();

    expect([answer.status, answer.headers.etag]).toEqual([200, '"3"']);
    expect(answer.json.data).toEqual({ ...wanted, ...shown });
  });

  it('shows quiet hours in a zone that this table does not know as they were set', async () => {
    const quietHours = { ...wanted.quietHours, timeZone: 'Mars/Olympus' };
    plantPreferences({ ...wanted, quietHours });

    const answer = await getPreferences();

    expect([answer.status, answer.json.data]).toEqual([200, { ...wanted, quietHours }]);
  });

  it('is for a person: an API key prefers nothing', async () => {
    expect((await getPreferences({}, machineWith('users:read'))).status).toBe(403);
  });
});

describeAccess(trigger, ({ people, stack }) => createHandler(people.preferenceViewing, stack), signedIn(200));
