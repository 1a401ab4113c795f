import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/audit/index-audit-events.ts';
import { auditActionIndex } from '../../../lib/domains/operations/audit/action-index.ts';
import { createIndexRebuild } from '../../../lib/indexing/rebuild.ts';
import { createIndexUpkeep } from '../../../lib/indexing/upkeep.ts';
import { scanOf } from '../../lib/indexing/cards.ts';
import { addEntry, entriesOf } from '../../support/audit.ts';
import { lambdaContext } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { resetCalls } from '../../support/people.ts';
import { createTestPlatform } from '../../support/platform.ts';

const time = '2026-03-08T09:30:00.000Z';
let database: MemoryDatabase;

beforeEach(async () => {
  database = createMemoryDatabase();
  await addEntry(database, time);
  await addEntry(database, time, { action: 'user.deleted' });
});

/** What the stream tells of all that is audited. */
function enterAll() {
  const handler = createHandler(createIndexUpkeep(auditActionIndex, createTestPlatform(database)));
  const Records = entriesOf(database).map(({ pk, sk }, nth) => ({
    eventName: 'INSERT' as const,
    dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } }, SequenceNumber: `s${nth}` },
  }));
  return withLogLines(() => handler({ Records }, lambdaContext()));
}

const lists = () =>
  database
    .itemsOf('index')
    .map(({ pk }) => pk)
    .sort();
const both = ['AUDIT-ACTIONS#ACTION#user.deleted', 'AUDIT-ACTIONS#ACTION#user.verified'];

describe('index-audit-events', () => {
  it('enters each entry in the list of its action by one write, however often it comes', async () => {
    resetCalls(database);

    const { result, lines } = await enterAll();
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 2, transact: 0 });
    await enterAll();

    expect(result).toEqual({ batchItemFailures: [] });
    expect(lines).toHaveLength(1);
    expect(lists()).toEqual(both);
  });

  it('is woken by what is added, which is all that happens to the audit', () => {
    expect(trigger.changes).toEqual(['INSERT']);
  });

  it('leaves the audit as it is', async () => {
    const before = entriesOf(database);

    await enterAll();

    expect(entriesOf(database)).toEqual(before);
  });

  it('passes over an entry that lies where no entry of ours would', async () => {
    const [entry] = entriesOf(database);
    if (entry) database.plant('audit', { ...entry, pk: 'AUDIT#2027-01-01' });
    if (entry) database.plant('audit', { ...entry, sk: 'no time#no id' });

    const { result } = await enterAll();

    expect(result).toEqual({ batchItemFailures: [] });
    expect(lists()).toEqual(both);
  });

  it('is made again by a rebuild that writes only what is missing', async () => {
    await addEntry(database, time, { action: 'user.read' });
    await enterAll();
    const lost = database.itemsOf('index').find(({ list }) => list === 'ACTION#user.deleted');
    if (lost) await database.write({ kind: 'delete', table: 'index', key: { pk: lost.pk, sk: lost.sk } });
    const gone = { ...lost, recordId: '019a0000-0000-7000-8000-00000000dead' };
    if (lost) database.plant('index', { ...lost, ...gone, sk: `${time} #${gone.recordId}` });
    resetCalls(database);

    const rebuild = createIndexRebuild(auditActionIndex, { ...createTestPlatform(database), scan: scanOf(database) });
    const { removed } = await rebuild(() => undefined);

    expect(lists()).toEqual([...both, 'AUDIT-ACTIONS#ACTION#user.read'].sort());
    expect(removed).toBe(1);
    expect(database.calls.write).toBe(2);
  });
});
