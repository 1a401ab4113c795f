import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/audit/verify-audit-events.ts';
import type { Item } from '../../../lib/data/database.ts';
import { createDaySeals } from '../../../lib/domains/operations/audit/day-seal.ts';
import type { VerificationResult } from '../../../lib/domains/operations/audit/schema.ts';
import { createSealing } from '../../../lib/domains/operations/audit/sealing.ts';
import { createAuditVerification } from '../../../lib/domains/operations/audit/verification.ts';
import { Unavailable } from '../../../lib/errors.ts';
import { workerPatience } from '../../../lib/patience.ts';
import { createSecrets, newMasterSecret } from '../../../lib/secrets/secrets.ts';
import { currentPatience } from '../../../lib/waiting.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { admins } from '../../support/access/expectations.ts';
import { addEntry, auditor, entriesOf, impossibleHeads } from '../../support/audit.ts';
import { createTestClock } from '../../support/clock.ts';
import { createTestCaller, createTestStack, type RequestFields, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createMemorySeals, type MemorySeals } from '../../support/memory-seals.ts';
import { createTestPlatform } from '../../support/platform.ts';

const clock = createTestClock('2026-03-08T09:30:00.000Z');
const secret = newMasterSecret();
const secrets = createSecrets(async () => secret);
const daySeals = createDaySeals(secrets);
let database: MemoryDatabase;
let store: MemorySeals;

/** What each test begins with: three entries on each of three days, sealed with the days around. */
let sealed: { readonly items: readonly Item[]; readonly head: Item; readonly texts: ReadonlyMap<string, string> };

beforeAll(async () => {
  const [origin, seals] = [createMemoryDatabase(), createMemorySeals()];
  for (const day of ['2026-03-03', '2026-03-04', '2026-03-05'])
    for (const hour of ['08', '09', '10'])
      await addEntry(origin, `${day}T${hour}:00:00.000Z`, { details: { hour, nested: { list: [1, 2] } } });
  await createSealing({ ...createTestPlatform(origin, { clock, secrets }), database: origin, store: seals })();
  sealed = { items: entriesOf(origin), head: origin.itemsOf('platform')[0] as Item, texts: seals.texts };
});

beforeEach(() => {
  database = createMemoryDatabase();
  store = createMemorySeals();
  for (const item of sealed.items) database.plant('audit', item);
  database.plant('platform', sealed.head);
  for (const [day, text] of sealed.texts) store.texts.set(day, text);
});

const range = { from: '2026-03-03', to: '2026-03-05' };
const nothingSealed = { from: '2026-03-08', to: '2026-03-08' };
const loseHead = () =>
  database.write({ kind: 'delete', table: 'platform', key: { pk: sealed.head.pk, sk: sealed.head.sk } });
const stack = createTestStack({ caller: createTestCaller({ permissions: auditor }) });

function verify(json: unknown = range, enough?: number, fields: RequestFields = {}) {
  const verification = createAuditVerification({
    ...createTestPlatform(database, { clock, secrets }),
    database,
    store,
    ...(enough && { enough }),
  });
  return send(createHandler(verification, stack), { method: 'POST', path: '/v1/audit-events/verify', json, ...fields });
}

const resultOf = ({ json }: { readonly json: Record<string, unknown> }) => json.data as VerificationResult;

/** The nine entries in order, to be tampered with. */
const entry = (number: number) => entriesOf(database)[number] as Item;
const placeOf = ({ id, time }: Item) => ({ id, time });
const replace = (item: Item) => database.plant('audit', item);
const remove = ({ pk, sk }: Item) => database.write({ kind: 'delete', table: 'audit', key: { pk, sk } });
const changeSeal = (day: string, change: (text: string) => string) =>
  store.texts.set(day, change(store.texts.get(day) ?? ''));

const sealOf = async (day: string) => {
  const found = await daySeals.read(store.texts.get(day) ?? '');
  if (!found) throw new Error(`${day} has no seal`);
  return found;
};

const flip = (character: string) => (character === 'A' ? 'B' : 'A');

interface Tampering {
  readonly title: string;
  readonly tamper: () => unknown;
  readonly reason: string;
  readonly day: string;
  /** Of the nine, where an entry is bad. */
  readonly bad?: number;
  /** Time in the key of what lies elsewhere. */
  readonly found?: string;
  readonly checked: number;
}

const tamperings: readonly Tampering[] = [
  {
    title: 'one byte of an entry changed',
    tamper: () => replace({ ...entry(4), action: 'user.verifieD' }),
    ...{ reason: 'changed', day: '2026-03-04', bad: 4, checked: 4 },
  },
  {
    title: 'one byte changed deep within an entry',
    tamper: () => replace({ ...entry(4), details: { hour: '09', nested: { list: [1, 3] } } }),
    ...{ reason: 'changed', day: '2026-03-04', bad: 4, checked: 4 },
  },
  {
    title: 'an attribute added that no entry has',
    tamper: () => replace({ ...entry(8), note: '' }),
    ...{ reason: 'changed', day: '2026-03-05', bad: 8, checked: 8 },
  },
  {
    title: 'the id of the commit changed',
    tamper: () => replace({ ...entry(0), commitId: 'another' }),
    ...{ reason: 'changed', day: '2026-03-03', bad: 0, checked: 0 },
  },
  {
    title: 'a map made a set',
    tamper: () => replace({ ...entry(0), details: new Set(['hour']) }),
    ...{ reason: 'changed', day: '2026-03-03', bad: 0, checked: 0 },
  },
  {
    title: 'one removed in the middle of a day',
    tamper: () => remove(entry(4)),
    ...{ reason: 'missing', day: '2026-03-04', bad: 4, checked: 4 },
  },
  {
    title: 'the first of a day removed',
    tamper: () => remove(entry(3)),
    ...{ reason: 'missing', day: '2026-03-04', bad: 3, checked: 3 },
  },
  {
    title: 'the tail of a day cut off',
    tamper: async () => [await remove(entry(5)), await remove(entry(4))],
    ...{ reason: 'missing', day: '2026-03-04', bad: 4, checked: 4 },
  },
  {
    title: 'all of a day removed',
    tamper: () => Promise.all([3, 4, 5].map(entry).map(remove)),
    ...{ reason: 'missing', day: '2026-03-04', bad: 3, checked: 3 },
  },
  {
    title: 'one added between others',
    tamper: () => addEntry(database, '2026-03-04T08:30:00.000Z'),
    ...{ reason: 'added', day: '2026-03-04', bad: 4, checked: 4 },
  },
  {
    title: 'one added after the last of a day',
    tamper: () => addEntry(database, '2026-03-04T23:59:59.999Z'),
    ...{ reason: 'added', day: '2026-03-04', bad: 6, checked: 6 },
  },
  {
    title: 'one added to a day that had none',
    tamper: () => addEntry(database, '2026-03-02T12:00:00.000Z'),
    ...{ reason: 'added', day: '2026-03-02', bad: 0, checked: 0 },
  },
  {
    title: 'the contents of two exchanged',
    tamper() {
      const [one, other] = [entry(3), entry(4)];
      replace({ ...other, pk: one.pk, sk: one.sk });
      replace({ ...one, pk: other.pk, sk: other.sk });
    },
    ...{ reason: 'changed', day: '2026-03-04', bad: 3, checked: 3 },
  },
  {
    title: 'an entry moved to another day',
    async tamper() {
      const moved = entry(5);
      await remove(moved);
      replace({ ...moved, pk: 'AUDIT#2026-03-05' });
    },
    ...{ reason: 'missing', day: '2026-03-04', bad: 5, checked: 5 },
  },
  {
    title: 'a link changed in a seal, of an entry that is as it was',
    tamper: () => changeSeal('2026-03-04', (text) => text.replace(/(?<="link":")./, flip)),
    ...{ reason: 'seal_invalid', day: '2026-03-04', checked: 3 },
  },
  {
    title: 'an entry taken out of a seal',
    tamper: () => changeSeal('2026-03-04', (text) => text.replace(/\{"key":[^}]+\},/, '')),
    ...{ reason: 'seal_invalid', day: '2026-03-04', checked: 3 },
  },
  {
    title: 'the seal of one day put in the place of another',
    tamper: () => changeSeal('2026-03-04', () => store.texts.get('2026-03-05') ?? ''),
    ...{ reason: 'seal_invalid', day: '2026-03-04', checked: 3 },
  },
  {
    title: 'a seal made with another secret',
    tamper: async () => {
      const foreign = createDaySeals(createSecrets(async () => newMasterSecret()));
      const genuine = await daySeals.read(store.texts.get('2026-03-04') ?? '');
      const text = genuine && (await foreign.write(genuine));
      changeSeal('2026-03-04', () => text ?? '');
    },
    ...{ reason: 'seal_invalid', day: '2026-03-04', checked: 3 },
  },
  {
    title: 'a seal that goes on from another head than that of the day before',
    tamper: async () => {
      const genuine = await daySeals.read(store.texts.get('2026-03-04') ?? '');
      const text = genuine && (await daySeals.write({ ...genuine, previousHead: 'A'.repeat(43) }));
      changeSeal('2026-03-04', () => text ?? '');
    },
    ...{ reason: 'seal_invalid', day: '2026-03-04', checked: 3 },
  },
  {
    title: 'a seal made unreadable',
    tamper: () => changeSeal('2026-03-04', (text) => text.slice(1)),
    ...{ reason: 'seal_invalid', day: '2026-03-04', checked: 3 },
  },
  {
    title: 'one put where no day is, and the searches look',
    tamper: () => replace({ ...entry(4), pk: 'AUDIT#elsewhere', sk: `2026-03-04T09:30:00.000Z#${entry(4).id}` }),
    ...{ reason: 'added', day: '2026-03-04', found: '2026-03-04T09:30:00.000Z', checked: 6 },
  },
  {
    title: 'one put where no day is, on a day that had none',
    tamper: () => replace({ ...entry(4), pk: 'AUDIT#elsewhere', sk: `2026-03-02T09:30:00.000Z#${entry(4).id}` }),
    ...{ reason: 'added', day: '2026-03-02', found: '2026-03-02T09:30:00.000Z', checked: 0 },
  },
  {
    title: 'one on an entry’s subject put under a day to come, by an actor of whom nothing else is known',
    tamper: () =>
      replace({
        ...entry(4),
        actorId: 'nobody',
        pk: 'AUDIT#2027-01-01',
        sk: `2026-03-05T11:00:00.000Z#${entry(4).id}`,
      }),
    ...{ reason: 'added', day: '2026-03-05', found: '2026-03-05T11:00:00.000Z', checked: 9 },
  },
  {
    title: 'one by an entry’s actor put under another day, on a subject of which nothing else is known',
    tamper: () =>
      replace({
        ...entry(4),
        subject: 'users/u9',
        pk: 'AUDIT#2026-03-08',
        sk: `2026-03-05T11:00:00.000Z#${entry(4).id}`,
      }),
    ...{ reason: 'added', day: '2026-03-05', found: '2026-03-05T11:00:00.000Z', checked: 9 },
  },
  {
    title: 'the last seal removed',
    tamper: () => store.texts.delete('2026-03-07'),
    ...{ reason: 'seal_missing', day: '2026-03-07', checked: 9 },
  },
  {
    title: 'the last three seals removed',
    tamper: () => ['2026-03-05', '2026-03-06', '2026-03-07'].map((day) => store.texts.delete(day)),
    ...{ reason: 'seal_missing', day: '2026-03-05', checked: 6 },
  },
  {
    title: 'the last seal replaced by a genuine one of what was made of the day',
    tamper: async () => {
      const genuine = await daySeals.read(store.texts.get('2026-03-07') ?? '');
      const text = genuine && (await daySeals.write({ ...genuine, head: 'A'.repeat(43) }));
      changeSeal('2026-03-07', () => text ?? '');
    },
    ...{ reason: 'seal_invalid', day: '2026-03-07', checked: 9 },
  },
  {
    title: 'a seal removed in the middle of the chain',
    tamper: () => store.texts.delete('2026-03-04'),
    ...{ reason: 'seal_missing', day: '2026-03-04', checked: 3 },
  },
];

describe('POST /v1/audit-events/verify', () => {
  it('works for as long as there is time, with the patience of a worker for each of its calls', async () => {
    const seen: number[] = [];
    database.hooks.before = () => void seen.push(currentPatience().tries);

    await verify();

    expect(new Set(seen)).toEqual(new Set([workerPatience(() => 0).tries]));
  });

  it('finds all as it was sealed, and says how much that is', async () => {
    const answer = await verify();

    expect(answer.status).toBe(200);
    expect(answer.json.data).toEqual({ checked: 9, checkedFrom: '2026-03-03', checkedThrough: '2026-03-05' });
  });

  it.each(tamperings)('names the first bad one: $title', async ({ tamper, reason, day, bad, found, checked }) => {
    const before = entriesOf(database);
    await tamper();
    const after = entriesOf(database);

    const { firstBad, ...sum } = resultOf(await verify({ from: '2026-03-01', to: '2026-03-08' }));

    expect([after, store.texts]).not.toEqual([before, sealed.texts]);
    // What was added stands where it was put, what was taken away where it was.
    const named = bad !== undefined && (reason === 'added' ? after : before)[bad];
    const elsewhere = found && { id: sealed.items[4]?.id, time: found };
    expect(firstBad).toEqual({ day, reason, ...(named && placeOf(named)), ...elsewhere });
    expect(sum).toEqual({ checked, checkedFrom: '2026-03-01', checkedThrough: day });
  });

  it('names the first of several', async () => {
    replace({ ...entry(7), action: 'a' });
    await remove(entry(2));

    const { firstBad } = resultOf(await verify());

    expect(firstBad).toMatchObject({ day: '2026-03-03', reason: 'missing' });
  });

  it('does not blame the days that follow a bad one', async () => {
    replace({ ...entry(4), action: 'a' });

    const answer = await verify({ from: '2026-03-05', to: '2026-03-05' });

    expect(resultOf(answer)).toEqual({ checked: 3, checkedFrom: '2026-03-05', checkedThrough: '2026-03-05' });
  });

  it('holds the first day of a range to the seal of the day before', async () => {
    store.texts.delete('2026-03-04');

    const answer = await verify({ from: '2026-03-05', to: '2026-03-05' });

    expect(resultOf(answer)).toEqual({ checked: 0, firstBad: { day: '2026-03-04', reason: 'seal_missing' } });
  });

  it('sees that the first seals of all are gone', async () => {
    for (const day of [...store.texts.keys()].filter((each) => each < '2026-03-04')) store.texts.delete(day);

    const answer = await verify();

    expect(resultOf(answer)).toMatchObject({ checked: 0, firstBad: { day: '2026-03-02', reason: 'seal_missing' } });
  });

  it('sees that all seals are gone, by the head that is kept apart from them', async () => {
    store.texts.clear();

    const [all, some] = [await verify({ from: '2026-01-31', to: '2026-02-02' }), await verify()];

    expect(resultOf(all)).toMatchObject({ checked: 0, firstBad: { day: '2026-02-01', reason: 'seal_missing' } });
    expect(resultOf(some)).toEqual({ checked: 0, firstBad: { day: '2026-03-02', reason: 'seal_missing' } });
  });

  it('takes a seal that is newer than the kept head, as a run leaves it that died in between', async () => {
    database.plant('platform', { ...sealed.head, day: '2026-03-06', head: (await sealOf('2026-03-06')).head });

    expect(resultOf(await verify({ from: '2026-03-05', to: '2026-03-07' }))).toMatchObject({
      checked: 3,
      checkedThrough: '2026-03-07',
    });
  });

  it('takes no genuine seal for the one that was claimed where its head is another', async () => {
    const { head } = await sealOf('2026-03-06');
    const claim = { claimedDay: '2026-03-07', claimedHead: 'A'.repeat(43), claimedKeyVersion: 1 };
    database.plant('platform', { ...sealed.head, day: '2026-03-06', head, ...claim });

    const { firstBad } = resultOf(await verify({ from: '2026-03-05', to: '2026-03-07' }));

    expect(firstBad).toEqual({ day: '2026-03-07', reason: 'seal_invalid' });
  });

  it('holds the last seal to a head without a claim, as an earlier release kept it', async () => {
    const { claimedDay: _, claimedHead: __, claimedKeyVersion: ___, ...head } = sealed.head;
    database.plant('platform', { ...head, head: 'A'.repeat(43) } as Item);

    const { firstBad } = resultOf(await verify({ from: '2026-03-05', to: '2026-03-07' }));

    expect(firstBad).toEqual({ day: '2026-03-07', reason: 'seal_invalid' });
  });

  it.each(impossibleHeads)('goes by the seals where the kept head is one %s, and names it', async (_, head) => {
    database.plant('platform', head);

    const answers = [await verify({ from: '2026-03-05', to: '2026-03-08' }), await verify(nothingSealed)];

    const firstBad = { day: '2026-03-07', reason: 'head_invalid' };
    const checked = { checked: 3, checkedFrom: '2026-03-05', checkedThrough: '2026-03-07' };
    expect(answers.map(resultOf)).toEqual([
      { ...checked, firstBad },
      { checked: 0, firstBad },
    ]);
    expect(answers[0]?.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'audit head invalid' }),
    );
  });

  it('names a kept head that cannot be where there is no seal either', async () => {
    store.texts.clear();
    database.plant('platform', { ...sealed.head, day: '9999-12-31' });

    expect(resultOf(await verify())).toEqual({ checked: 0, firstBad: { day: '2026-03-07', reason: 'head_invalid' } });
  });

  it('names what was done to an entry before the kept head', async () => {
    await loseHead();
    await remove(entry(4));

    expect(resultOf(await verify()).firstBad).toMatchObject({ day: '2026-03-04', reason: 'missing' });
  });

  it.each([
    ['long before the first sealed day', '2025-03-01', '2025-03-01T10:00:00.000Z'],
    ['of the day before the first', '2026-01-31', '2026-01-31T23:59:59.999Z'],
    ['of tomorrow', '2026-03-09', '2026-03-09T00:00:00.000Z'],
    ['of years to come', '2030-01-01', '2030-01-01T12:00:00.000Z'],
    ['of the last day that there is', '9999-12-31', '9999-12-31T12:00:00.000Z'],
  ])('names a flawless entry %s, by a stranger on a thing of which nothing else tells', async (_, day, time) => {
    await addEntry(database, time, { actorId: 'nobody', subject: 'users/u9' });
    const added = entriesOf(database).find((item) => item.time === time) as Item;

    const answer = await verify({ from: day, to: day });

    expect(resultOf(answer)).toEqual({ checked: 0, firstBad: { day, reason: 'added', ...placeOf(added) } });
  });

  it.each([
    ['2026-01-31', { from: '2026-01-20', to: '2026-02-10' }, { checked: 0 }],
    [
      '2026-03-09',
      { from: '2026-03-05', to: '2026-03-20' },
      { checked: 3, checkedFrom: '2026-03-05', checkedThrough: '2026-03-07' },
    ],
  ])('names a flawless entry of %s beside days that are sealed', async (day, days, sum) => {
    const time = `${day}T12:00:00.000Z`;
    await addEntry(database, time);

    const { firstBad, ...checked } = resultOf(await verify(days));

    expect([firstBad, checked]).toEqual([expect.objectContaining({ day, reason: 'added', time }), sum]);
  });

  it('takes what is of today, and of a day that is not sealed yet, for nothing bad', async () => {
    store.texts.delete('2026-03-07');
    database.plant('platform', { ...sealed.head, day: '2026-03-06', head: (await sealOf('2026-03-06')).head });
    for (const time of ['2026-03-07T12:00:00.000Z', '2026-03-08T23:59:59.999Z']) await addEntry(database, time);

    expect(resultOf(await verify({ from: '2026-03-05', to: '2026-03-09' }))).toEqual({
      checked: 3,
      checkedFrom: '2026-03-05',
      checkedThrough: '2026-03-06',
    });
  });

  it('names what lies elsewhere before what is bad of a later day', async () => {
    await remove(entry(7));
    replace({ ...entry(1), pk: 'AUDIT#elsewhere' });

    expect(resultOf(await verify())).toMatchObject({
      checked: 3,
      checkedThrough: '2026-03-03',
      firstBad: { day: '2026-03-03', reason: 'added', ...placeOf(sealed.items[1] as Item) },
    });
  });

  it('verifies seals of which no head is kept, and names that as well', async () => {
    await loseHead();

    const firstBad = { day: '2026-03-07', reason: 'head_missing' };
    expect(resultOf(await verify())).toMatchObject({ checked: 9, checkedThrough: '2026-03-05', firstBad });
    expect(resultOf(await verify(nothingSealed))).toEqual({ checked: 0, firstBad });
  });

  it('bears a seal that is named by a date that is none', async () => {
    store.texts.set('2026-00-00', 'forged');

    expect((await verify({ from: '2025-12-20', to: '2026-01-10' })).status).toBe(200);
  });

  it('names what lies elsewhere by a key of a date that is none', async () => {
    replace({ ...entry(4), pk: 'AUDIT#elsewhere', sk: '2026-02-99T10:00:00.000Z#x' });

    const { firstBad } = resultOf(await verify({ from: '2026-02-28', to: '2026-03-05' }));

    expect(firstBad).toMatchObject({ day: '2026-02-28', reason: 'added', id: 'x' });
  });

  it('sees that the first seal of all was put in the place of the second', async () => {
    store.texts.set('2026-02-02', store.texts.get('2026-02-01') ?? '');
    store.texts.delete('2026-02-01');

    const answer = await verify({ from: '2026-02-01', to: '2026-02-02' });

    expect(resultOf(answer)).toMatchObject({ firstBad: { day: '2026-02-01', reason: 'seal_missing' } });
  });

  it('checks nothing of days that are not sealed, and tells by the days that it did check', async () => {
    await addEntry(database, '2026-03-08T08:00:00.000Z');

    const [none, some] = [
      await verify({ from: '2026-03-08', to: '2026-03-09' }),
      await verify({ from: '2026-03-05', to: '2026-03-08' }),
    ];

    expect(resultOf(none)).toEqual({ checked: 0 });
    expect(resultOf(some)).toEqual({ checked: 3, checkedFrom: '2026-03-05', checkedThrough: '2026-03-07' });
  });

  it('is not led astray by a seal that somebody made for a day to come', async () => {
    store.texts.set('2027-01-01', 'forged');

    const answer = await verify({ from: '2026-03-05', to: '2026-03-10' });

    expect(resultOf(answer)).toEqual({ checked: 3, checkedFrom: '2026-03-05', checkedThrough: '2026-03-07' });
  });

  it('begins no further day after enough entries, and says how far it came', async () => {
    const answer = await verify(range, 4);

    expect(resultOf(answer)).toEqual({ checked: 6, checkedFrom: '2026-03-03', checkedThrough: '2026-03-04' });
  });

  it('makes a query a day, one for each actor and subject of them, reads the head, and writes nothing', async () => {
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await verify();

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 5, write: 0, transact: 0 });
  });

  it('takes 31 days and not 32', async () => {
    expect((await verify({ from: '2026-02-01', to: '2026-03-03' })).status).toBe(200);
    expect((await verify({ from: '2026-02-01', to: '2026-03-04' })).json.errors).toEqual([
      expect.objectContaining({ path: 'to', code: 'range_too_long' }),
    ]);
  });

  it('says of a day that is none nothing else', async () => {
    const answers = [
      await verify({ from: 'today', to: '2026-03-04' }),
      await verify({ from: '2026-03-04', to: '2026' }),
    ];

    expect(answers.map(({ json }) => json.errors)).toEqual([
      [expect.objectContaining({ path: 'from' })],
      [expect.objectContaining({ path: 'to' })],
    ]);
  });

  it.each([
    ['no range', {}],
    ['half a range', { from: '2026-03-03' }],
    ['a range that ends before it begins', { from: '2026-03-05', to: '2026-03-04' }],
    ['a day that is none', { from: '2026-02-30', to: '2026-03-01' }],
    ['an instant', { from: '2026-03-03T00:00:00.000Z', to: '2026-03-05' }],
    ['a year of five digits', { from: '10000-01-01', to: '10000-01-01' }],
    ['another field', { ...range, deep: true }],
  ])('refuses %s with 400', async (_, json) => {
    const answer = await verify(json);

    expect(answer.json).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });

  it.each(['0000-01-01', '9999-12-31'])('bears the day %s', async (day) => {
    expect(resultOf(await verify({ from: day, to: day }))).toEqual({ checked: 0 });
  });

  it('answers 503 while the seals cannot be reached', async () => {
    const down = new Unavailable('FILES_UNAVAILABLE', 'Down.', { retryAfter: 1 });
    store.list = () => Promise.reject(down);

    const answer = await verify();

    expect(answer.json).toMatchObject({ status: 503, code: 'FILES_UNAVAILABLE' });
  });

  it('is for those who may verify the audit', async () => {
    const reader = createTestStack({ caller: createTestCaller({ permissions: new Set(['audit:read']) }) });
    const handler = createHandler({ verify: async () => ({ checked: 0 }) }, reader);

    const answer = await send(handler, { method: 'POST', json: range });

    expect(answer.json).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
  });
});

describeAccess(trigger, ({ audit, stack }) => createHandler(audit.verification, stack), {
  request: { json: { from: '2026-03-01', to: '2026-03-07' } },
  statuses: admins(200),
});
