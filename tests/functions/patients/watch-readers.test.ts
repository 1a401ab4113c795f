import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ScheduledEvent } from 'aws-lambda';
import { createHandler, trigger } from '../../../functions/patients/watch-readers.ts';
import { auditEntries } from '../../../lib/commit/audit-entry.ts';
import { AnswerLost, type Database } from '../../../lib/data/database.ts';
import { createReaderWatch } from '../../../lib/domains/clinic/readers/watch.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { newId } from '../../../lib/ids.ts';
import { addEntry } from '../../support/audit.ts';
import { northClinic, plantClinics, southClinic } from '../../support/clinics.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createContendedDatabase } from '../../support/contended-database.ts';
import { metricsOf } from '../../support/embedded-metrics.ts';
import { lambdaContext } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { callerOf, createPeople, type People, resetCalls } from '../../support/people.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { seededRandom } from '../../support/random.ts';

process.env.POLYCLINIC_METRICS = 'on';

const nurse = '019a0000-0000-7000-8000-0000000d0001';
const program = '019a0000-0000-7000-8000-00000000f001';
const markKey = { pk: 'READER-MARK', sk: 'READER-MARK' };
const plantedMark = { ...markKey, entity: 'reader-mark', version: 1, commitId: 'planted' };
let clock: TestClock;
let database: MemoryDatabase;
let people: People;
let admin: User;

// The hour that is looked at first is from eleven to twelve in North, and from four to five in South.
beforeEach(async () => {
  clock = createTestClock('2026-03-08T16:20:00.000Z');
  database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
  admin = await people.enrol({ roles: ['admin'] });
  await people.catchUp();
  database.plant('platform', { ...plantedMark, until: '2026-03-08T15:00:00.000Z' });
  resetCalls(database);
});

interface Opened {
  readonly times?: number;
  readonly at?: string;
  readonly reader?: string;
  readonly as?: string;
  readonly clinicId?: string;
  readonly from?: number;
}

/** Lets somebody have opened so many different records. */
function open({
  times = 1,
  at = '2026-03-08T15:30:00.000Z',
  reader = nurse,
  as = 'staff',
  clinicId = northClinic,
  from = 0,
}: Opened = {}): void {
  const what = { action: 'patient.read', actorId: reader, subject: 'patients/p', outcome: 'success' } as const;
  const entry = { ...what, time: at, requestId: 'r1', details: { as, clinicId } };
  const made = { ...auditEntries.toItem({ ...entry, id: newId(Date.parse(at)) }), version: 1, commitId: 'planted' };
  for (let patient = from; patient < from + times; patient++) {
    const id = newId(Date.parse(at));
    database.plant('audit', { ...made, ...auditEntries.key({ id, time: at }), id, subject: `patients/p${patient}` });
  }
}

/** Some ticks at once; gives what they logged. */
async function tick(on: Database = database, ticks = 1) {
  const handler = createHandler(createReaderWatch({ ...createTestPlatform(on, { clock }), database: on }));
  const once = () => handler({} as ScheduledEvent, lambdaContext()).catch(() => undefined);
  const { lines } = await withLogLines(() => Promise.all(Array.from({ length: ticks }, once)));
  return { lines, line: lines.find(({ message }) => message === 'schedule') };
}

interface Told {
  readonly userId: string;
  readonly hour: string;
  readonly readers: readonly { id: string; kind: string; records: number; atNight: number }[];
  readonly others: number;
}

const told = () =>
  database
    .itemsOf('events')
    .map(({ event }) => event as { type: string; data: Told })
    .filter(({ type }) => type === 'records.read-unusually')
    .map(({ data }) => data)
    .sort((one, other) => (one.hour < other.hour ? -1 : 1));
const readersTold = () => told().flatMap(({ readers }) => readers);
const mark = () => database.itemsOf('platform').find(({ pk }) => pk === 'READER-MARK')?.until;

describe('watch-readers', () => {
  it('runs twenty minutes after each full hour', () => {
    expect(trigger.rate).toBe('cron(20 * * * ? *)');
  });

  it('tells each admin of who has opened more than 60 different records in the hour', async () => {
    const second = await people.enrol({ roles: ['admin'] });
    await people.catchUp();
    open({ times: 61 });

    const { line } = await tick();

    expect(line).toMatchObject({ level: 'info', hours: 1, unusual: 1, skipped: 0 });
    expect(metricsOf(line)).toMatchObject({ 'readers.unusual by ': '1 Count' });
    expect(metricsOf(line)).not.toHaveProperty('readers.admins_untold by ');
    const readers = [{ id: nurse, kind: 'person', records: 61, atNight: 0 }];
    expect(new Set(told().map(({ userId }) => userId))).toEqual(new Set([admin.id, second.id]));
    expect(told()[0]).toEqual({ userId: told()[0]?.userId, hour: '2026-03-08T15:00:00.000Z', readers, others: 0 });
  });

  it('tells of nobody who has opened 60, however often', async () => {
    open({ times: 60 });
    open({ times: 60 });

    await tick();

    expect(told()).toEqual([]);
    expect(mark()).toBe('2026-03-08T16:00:00.000Z');
  });

  it('counts a program, by day and by night alike', async () => {
    open({ times: 61, reader: program, as: 'program' });
    clock.advance(10 * 60 * 60);
    open({ at: '2026-03-09T01:10:00.000Z', reader: 'by-night', as: 'program', clinicId: southClinic });

    await tick();

    expect(readersTold()).toEqual([{ id: program, kind: 'program', records: 61, atNight: 0 }]);
  });

  it('counts neither what was refused nor one’s own record', async () => {
    open({ times: 61, as: 'patient', reader: 'grace' });
    open({ times: 60 });
    for (const outcome of ['refused', 'failure'] as const)
      await addEntry(database, '2026-03-08T15:30:00.000Z', {
        ...{ action: 'patient.read', outcome, actorId: nurse, subject: `patients/${outcome}` },
        details: { as: 'staff', clinicId: northClinic },
      });

    await tick();

    expect(readersTold()).toEqual([]);
  });

  it.each([
    ['patient.changed', 61],
    ['patient.restored', 61],
    ['patient.linked', 61],
    ['patient.accesses-read', 61],
    ['patient.registered', undefined],
    ['patient.deleted', undefined],
    ['patient.unlinked', undefined],
    ['patients.listed', undefined],
  ] as const)('counts what shows a record: %s', async (action, records) => {
    open({ times: 60 });
    await addEntry(database, '2026-03-08T15:31:00.000Z', {
      ...{ action, actorId: nurse, subject: 'patients/p60' },
      details: { as: 'staff', clinicId: northClinic },
    });

    await tick();

    expect(readersTold().map((reader) => reader.records)).toEqual(records === undefined ? [] : [records]);
  });

  it('counts records of a clinic that is gone or that nobody can read, which are at no night', async () => {
    clock = createTestClock('2026-03-08T22:20:00.000Z');
    open({ times: 31, at: '2026-03-08T21:30:00.000Z', clinicId: '019a0000-0000-7000-8000-0000000fffff' });
    open({ times: 30, from: 31, at: '2026-03-08T21:30:00.000Z', clinicId: 'south' });

    await tick();

    expect(readersTold()).toEqual([{ id: nurse, kind: 'person', records: 61, atNight: 0 }]);
  });

  it('counts nothing that the product did by itself', async () => {
    for (let patient = 0; patient < 61; patient++)
      await addEntry(database, '2026-03-08T15:31:00.000Z', {
        ...{ action: 'patient.read', actorId: undefined, subject: `patients/p${patient}` },
        details: { clinicId: northClinic },
      });

    const { line } = await tick();

    expect(line).toMatchObject({ level: 'info', unusual: 0 });
  });

  it('tells of a record that was opened at night by the clock of its clinic', async () => {
    clock = createTestClock('2026-03-08T22:20:00.000Z');
    // In South it is half past ten in the evening, in North half past five in the afternoon.
    open({ at: '2026-03-08T21:30:00.000Z', clinicId: southClinic });
    open({ at: '2026-03-08T21:30:00.000Z', clinicId: northClinic, reader: 'day-nurse' });

    await tick();

    expect(readersTold()).toEqual([{ id: nurse, kind: 'person', records: 1, atNight: 1 }]);
  });

  it('names the twenty who have read most, and says how many more there were', async () => {
    clock = createTestClock('2026-03-08T22:20:00.000Z');
    for (let reader = 0; reader < 22; reader++)
      open({
        ...{ times: reader === 21 ? 2 : 1, reader: `reader-${reader}` },
        ...{ at: '2026-03-08T21:30:00.000Z', clinicId: southClinic },
      });

    await tick();

    const [event] = told();
    expect(event?.readers).toHaveLength(20);
    expect(event?.readers[0]).toMatchObject({ id: 'reader-21', records: 2, atNight: 2 });
    expect(event?.others).toBe(2);
  });

  it('tells of no record by its id, in the event and in the log', async () => {
    open({ times: 61 });

    const { lines } = await tick();

    expect(JSON.stringify([told(), lines])).not.toContain('patients/');
  });

  it('looks at an hour of 2,000 entries by one query, and one batch read of zones, and of admins', async () => {
    open({ times: 1_000, clinicId: southClinic });
    open({ times: 1_000, from: 1_000 });
    resetCalls(database);

    const { lines } = await tick();

    // One query is of the day, one of the list of admins; what is read first is the mark.
    expect(database.calls).toEqual({ get: 1, batchGet: 2, query: 2, write: 0, transact: 1 });
    expect(readersTold()).toEqual([{ id: nurse, kind: 'person', records: 2_000, atNight: 0 }]);
    expect(lines).toHaveLength(1);
  });

  it('reads an hour that is larger than a page to its end, and the zone of a clinic once, though it be gone', async () => {
    const clinicIds = [northClinic, '019a0000-0000-7000-8000-0000000fffff'];
    for (let patient = 0; patient < 61; patient++) {
      const details = { as: 'staff', clinicId: clinicIds[patient % 2], padding: 'x'.repeat(20_000) };
      await addEntry(database, '2026-03-08T15:30:00.000Z', {
        ...{ action: 'patient.read', actorId: nurse, subject: `patients/p${patient}`, details },
      });
    }
    resetCalls(database);

    await tick();

    // Two queries are of the day, and one is of the list of admins, who are read by the second batch.
    expect(database.calls).toMatchObject({ query: 3, batchGet: 2 });
    expect(readersTold()).toEqual([{ id: nurse, kind: 'person', records: 61, atNight: 0 }]);
  });

  it('costs three calls where nobody is unusual, and counts nothing', async () => {
    const { line } = await tick();

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 1, write: 1, transact: 0 });
    expect(JSON.stringify(line)).not.toContain('readers.');
  });

  it('leaves an hour alone until a quarter after its end', async () => {
    clock = createTestClock('2026-03-08T16:14:59.000Z');
    open({ times: 61 });

    await tick();
    expect(told()).toEqual([]);

    clock.advance(1);
    await tick();
    expect(told()).toHaveLength(1);
  });

  it('takes what lies at the very ends of an hour once', async () => {
    open({ times: 30, at: '2026-03-08T15:00:00.000Z' });
    open({ times: 31, from: 30, at: '2026-03-08T15:59:59.999Z' });
    open({ times: 9, from: 61, at: '2026-03-08T16:00:00.000Z' });

    await tick();

    expect(readersTold()).toEqual([{ id: nurse, kind: 'person', records: 61, atNight: 0 }]);
  });

  it('tells once of an hour, however many ticks come', async () => {
    open({ times: 61 });

    await tick();
    await tick();

    expect(told()).toHaveLength(1);
    expect(mark()).toBe('2026-03-08T16:00:00.000Z');
  });

  it.each([
    ['an hour', '2026-03-08T15:00:00.000Z', 1],
    ['the first hours of all', undefined, 24],
  ])('tells once of %s that ticks look at side by side', async (_, until, hours) => {
    open({ times: 61 });
    if (until === undefined)
      await database.write({ kind: 'delete', table: 'platform', key: markKey }, AbortSignal.timeout(1_000));
    const random = seededRandom(7);
    const contended = createContendedDatabase(database, { share: 0.9, random });

    const { lines } = await tick(contended, 5);

    expect(told()).toHaveLength(1);
    expect(lines.map(({ level }) => level)).toEqual(Array(5).fill('info'));
    expect(lines.reduce((sum, line) => sum + Number(line.hours), 0)).toBe(hours);
  });

  it('looks at each hour that no tick came to, and skips those over a day ago', async () => {
    clock = createTestClock('2026-03-09T18:20:00.000Z');
    for (const at of ['2026-03-08T16:30:00.000Z', '2026-03-08T18:30:00.000Z', '2026-03-09T17:30:00.000Z'])
      open({ times: 61, at });

    const { line } = await tick();

    expect(line).toMatchObject({ hours: 24, unusual: 2, skipped: 3 });
    expect(metricsOf(line)).toMatchObject({ 'readers.hours_skipped by ': '3 Count' });
    expect(told().map(({ hour }) => hour)).toEqual(['2026-03-08T18:00:00.000Z', '2026-03-09T17:00:00.000Z']);
  });

  it('goes on where a tick that was killed has come to, and tells nothing twice', async () => {
    clock = createTestClock('2026-03-08T20:20:00.000Z');
    for (const hour of ['15', '16', '17', '18', '19']) open({ times: 61, at: `2026-03-08T${hour}:30:00.000Z` });
    let transactions = 0;
    database.hooks.before = (operation) => {
      if (operation === 'transact' && ++transactions === 3) throw new Error('killed');
    };

    const first = await tick();
    database.hooks.before = undefined;
    const second = await tick();

    expect(first.line?.level).toBe('error');
    expect(second.line).toMatchObject({ hours: 3, unusual: 3 });
    expect(told().map(({ hour }) => hour.slice(11, 13))).toEqual(['15', '16', '17', '18', '19']);
  });

  it('tells once of an hour when the answer of the store is lost', async () => {
    open({ times: 61 });
    let lost = false;
    database.hooks.after = (operation) => {
      if (operation !== 'transact' || lost) return;
      lost = true;
      throw new AnswerLost('lost');
    };

    const { line } = await tick();

    expect(line).toMatchObject({ level: 'info', hours: 1 });
    expect(told()).toHaveLength(1);
  });

  it('ends after a minute, and leaves the rest to the next tick', async () => {
    clock = createTestClock('2026-03-08T20:20:00.000Z');
    database.hooks.before = (operation) => {
      if (operation === 'query') clock.advance(31);
    };

    const ticks = [(await tick()).line?.hours, (await tick()).line?.hours, (await tick()).line?.hours];

    expect(ticks).toEqual([2, 2, 1]);
  });

  it.each([
    ['there is no mark', undefined],
    ['the mark is one of a clock that went wrong', '2027-01-01T00:00:00.000Z'],
  ])('looks at a whole day where %s', async (_, until) => {
    const fresh = createMemoryDatabase();
    if (until) fresh.plant('platform', { ...plantedMark, until });

    const { line } = await tick(fresh);

    expect(line).toMatchObject({ hours: 24, unusual: 0, skipped: 0 });
    expect(fresh.itemsOf('platform')[0]?.until).toBe('2026-03-08T16:00:00.000Z');
  });

  it('writes to no admin who is deleted or has not proved the address', async () => {
    const gone = await people.enrol({ roles: ['admin'] });
    await people.invitations.invite(callerOf(admin), { email: 'new@example.com', name: 'New', roles: ['admin'] });
    await people.deletions.delete(callerOf(admin), { userId: gone.id });
    await people.catchUp();
    open({ times: 61 });

    await tick();

    expect(told().map(({ userId }) => userId)).toEqual([admin.id]);
  });

  it('tells the admins who come before and after a hundred who have not proved the address', async () => {
    for (let invited = 0; invited < 101; invited++) {
      const email = `new-${invited}@example.com`;
      await people.invitations.invite(callerOf(admin), { email, name: 'New', roles: ['admin'] });
    }
    const last = await people.enrol({ roles: ['admin'] });
    await people.catchUp();
    open({ times: 61 });

    await tick();

    expect(told().map(({ userId }) => userId)).toEqual(expect.arrayContaining([admin.id, last.id]));
    expect(told()).toHaveLength(2);
  });

  it('tells the ninety who have been admins for longest, and counts those who are not told', async () => {
    const admins = [admin];
    for (let more = 0; more < 91; more++) admins.push(await people.enrol({ roles: ['admin'] }));
    await people.catchUp();
    open({ times: 61 });

    const { line } = await tick();

    expect(new Set(told().map(({ userId }) => userId))).toEqual(new Set(admins.slice(0, 90).map(({ id }) => id)));
    expect(metricsOf(line)).toMatchObject({ 'readers.admins_untold by ': '2 Count' });
    expect(mark()).toBe('2026-03-08T16:00:00.000Z');
  });

  it('leaves out what is forged, and reports it', async () => {
    open({ times: 60 });
    const [entry] = database.itemsOf('audit').filter(({ action }) => action === 'patient.read');
    if (!entry) throw new Error('there is no entry');
    database.plant('audit', { ...entry, subject: 'patients/p61', sk: '2026-03-08T15:30:00.001Z#elsewhere' });

    const { lines } = await tick();

    expect(told()).toEqual([]);
    expect(lines.map(({ message }) => message)).toContain('forged audit entry');
  });
});
