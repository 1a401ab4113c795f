import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import type { Database } from '../../../lib/data/database.ts';
import { at } from '../../../lib/data/read.ts';
import { insert, update } from '../../../lib/data/write.ts';
import { keyedHash } from '../../../lib/data-keys/keyed-hash.ts';
import { defineEvent } from '../../../lib/events/definition.ts';
import { log } from '../../../lib/log.ts';
import { type Haystack, jsonOf, tracesOf } from '../../support/canaries.ts';
import { type CanaryStore, messagesOf, startCanaryStore } from '../../support/canary-store.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createTestPlatform, type TestPlatform } from '../../support/platform.ts';
import { createRecordKeys, type RecordKeys } from '../../support/record-keys.ts';
import { charts, ownFields, shownFields } from './chart.ts';

process.env.LOG_LEVEL = 'debug';

const canaries = ['canary-of-notes-7f3a', 'canary-of-allergies-21bd', 'canary-of-address-90ce', 'canary-of-name-5e11'];
const [notes = '', allergy = '', address = '', name = ''] = canaries;
const place = { id: 'ada', clinicId: 'one' };
const conflict = () => new Error('conflict');
const chartOpened = defineEvent({
  type: 'chart.opened',
  version: 1,
  summary: 'A chart was opened.',
  data: () => z.object({ chartId: z.string() }),
  queues: ['email'],
});

interface World extends Pick<RecordKeys, 'keyring' | 'rotate'> {
  readonly database: Database;
  readonly platform: TestPlatform;
}

let store: CanaryStore;

beforeAll(async () => {
  store = await startCanaryStore();
});

afterAll(() => store.stop());

function createWorld(): World {
  const platform = createTestPlatform(store.database);
  return { database: store.database, platform, ...createRecordKeys(platform) };
}

/** The life of a record: made, told of, read with its key, changed, and met where it was swapped. */
async function live({ database, platform, keyring, rotate }: World) {
  await rotate();
  const [own, shown] = [await keyring.make('patients/ada'), await keyring.make('clinics/one')];
  const chart = {
    ...place,
    ...ownFields.seal(place, { notes, allergies: [allergy], address: null }, own.key),
    ...shownFields.seal(place, { bloodGroup: 'A+' }, shown.key),
  };
  const details = { filter: { q: keyedHash(shown.key, 'name', name) } };
  await platform.commit([insert(charts, chart, { conflict }), own.write, shown.write], {
    events: [chartOpened.of({ subject: 'charts/ada', data: { chartId: 'ada' } })],
    audit: [{ action: 'request.refused', subject: 'charts/ada', outcome: 'success', details }],
  });
  const set = ownFields.seal(place, { address }, own.key);
  await platform.commit([update(charts, place, { set, conflict })]);
  const [stored] = await platform.read.findTogether([at(charts, place)]);
  const opened = stored && ownFields.open(stored, await keyring.get('patients/ada'));
  expect(() => ownFields.open({ ...chart, id: 'eve' }, own.key)).toThrow('does not open');
  return { opened, messages: await messagesOf(database, platform) };
}

describe('what is sealed of a record', () => {
  let haystacks: Haystack[];
  let world: World;

  beforeAll(async () => {
    world = createWorld();
    const { result, lines } = await withLogLines(() => live(world));
    expect(result.opened).toEqual({ notes, allergies: [allergy], address });
    haystacks = [
      ...store.files(),
      jsonOf('the log', lines),
      jsonOf('the streams', await store.streamRecords()),
      jsonOf('the messages', result.messages),
    ];
  });

  it('stands in no file of the database, log line, stream record or message, in any spelling', () => {
    expect(tracesOf(canaries, haystacks)).toEqual([]);
  });

  it('was looked for where everything else of the record stands', () => {
    const told = tracesOf(['charts/ada'], haystacks);

    expect(new Set(told)).toEqual(
      new Set([
        expect.stringContaining('dynamodb.sqlite'),
        'charts/ada in plain in the streams',
        'charts/ada in plain in the messages',
      ]),
    );
    expect(tracesOf(['seal broken', 'database call'], haystacks)).toEqual([
      'seal broken in plain in the log',
      'database call in plain in the log',
    ]);
  });

  it.each([
    ['plain', (text: string) => text],
    ['hex', (text: string) => Buffer.from(text).toString('hex')],
    ['base64', (text: string) => Buffer.from(`{"notes":"${text}"}`).toString('base64')],
  ])('would be found where it leaks, in %s', async (spelling, spell) => {
    const leak = `leaking-canary-${spelling}`;
    const leaked = { pk: `LEAK#${spelling}`, sk: 'LEAK', text: spell(leak) };
    const { lines } = await withLogLines(() => {
      log.info('leak', { about: spell(leak) });
      return world.database.write({ kind: 'put', table: 'identity', item: leaked });
    });

    const traces = tracesOf(
      [leak],
      [...store.files(), jsonOf('the log', lines), jsonOf('the streams', await store.streamRecords())],
    );

    const places = ['dynamodb.sqlite', 'the log', 'the streams'];
    expect(places.filter((where) => !traces.some((trace) => trace.includes(where)))).toEqual([]);
  });
});
