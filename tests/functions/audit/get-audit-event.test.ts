import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/audit/get-audit-event.ts';
import type { Item } from '../../../lib/data/database.ts';
import { createAuditSearch } from '../../../lib/domains/operations/audit/search.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { newId } from '../../../lib/ids.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { everybody } from '../../support/access/expectations.ts';
import { addEntry, auditor, entriesOf, headItem } from '../../support/audit.ts';
import { createTestClock } from '../../support/clock.ts';
import { metricsOf } from '../../support/embedded-metrics.ts';
import { createTestCaller, createTestStack, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

process.env.POLYCLINIC_METRICS = 'on';

const clock = createTestClock('2026-03-09T09:30:00.000Z');
let database: MemoryDatabase;
let handler: HttpHandler;

beforeEach(() => {
  database = createMemoryDatabase();
  const search = createAuditSearch({ ...createTestPlatform(database, { clock }), database });
  handler = createHandler(search, createTestStack({ caller: createTestCaller({ permissions: auditor }) }));
});

const get = (eventId: string) => send(handler, { path: `/v1/audit-events/${eventId}`, params: { eventId } });

describe('GET /v1/audit-events/{eventId}', () => {
  it('finds an entry by its id in capitals', async () => {
    await addEntry(database, '2026-03-08T09:30:00.000Z');
    const id = String(entriesOf(database)[0]?.id);

    const answer = await get(id.toUpperCase());

    expect([answer.status, answer.json.data]).toEqual([200, expect.objectContaining({ id })]);
  });

  it('finds an entry by its id alone, in one read beside that of the kept head, at the last instant of a day too', async () => {
    await addEntry(database, '2026-03-08T23:59:59.999Z');
    const [stored] = entriesOf(database);
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    const answer = await get(String(stored?.id));

    expect(answer.status).toBe(200);
    expect(answer.json.data).toEqual({
      id: stored?.id,
      time: '2026-03-08T23:59:59.999Z',
      action: 'user.verified',
      actorId: 'actor-1',
      subject: 'users/u1',
      outcome: 'success',
      requestId: stored?.requestId,
      details: {},
    });
    expect(database.calls).toEqual({ get: 2, batchGet: 0, query: 0, write: 0, transact: 0 });
  });

  it.each([
    ['nobody has given to an entry', newId(Date.parse('2026-03-08T09:30:00.000Z'))],
    ['is no UUIDv7', 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
  ])('answers 404 for an id that %s', async (_, eventId) => {
    const answer = await get(eventId);

    expect(answer.json).toMatchObject({ status: 404, code: 'AUDIT_EVENT_NOT_FOUND' });
  });

  it.each([
    ['names another id', { id: '019a0000-0000-7000-8000-00000000ffff' }],
    ['names another time', { time: '2026-03-08T12:00:00.000Z' }],
  ])('answers 404 for what lies there and %s, and reports it', async (_, forged) => {
    await addEntry(database, '2026-03-08T09:30:00.000Z');
    const [stored] = entriesOf(database) as [Item];
    database.plant('audit', { ...stored, ...forged });

    const answer = await get(String(stored.id));

    expect(answer.json).toMatchObject({ status: 404, code: 'AUDIT_EVENT_NOT_FOUND' });
    expect(answer.lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'forged audit entry' }));
  });

  it.each([
    ['has lost a field', { outcome: undefined }],
    ['says that it is of another kind', { entity: 'user' }],
    ['has an outcome that is none', { outcome: 'fine' }],
    ['has no version', { version: undefined }],
  ])('answers 404 for what lies there and %s, and reports it', async (_, tampered) => {
    await addEntry(database, '2026-03-08T09:30:00.000Z');
    const [stored] = entriesOf(database) as [Item];
    database.plant('audit', { ...stored, ...tampered });

    const { json, lines } = await get(String(stored.id));

    expect(json).toMatchObject({ status: 404, code: 'AUDIT_EVENT_NOT_FOUND' });
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'malformed audit entry' }));
    expect(metricsOf(lines.at(-1))).toMatchObject({ 'audit.tampered by ': '1 Count' });
  });

  it.each([
    ['from before the first sealed day', '2025-03-01T10:00:00.000Z'],
    ['of the day before the first', '2026-02-28T23:59:59.999Z'],
    ['of tomorrow', '2026-03-10T00:00:00.000Z'],
    ['of years to come', '2030-01-01T00:00:00.000Z'],
  ])('answers 404 for a flawless entry %s, and reports it', async (_, time) => {
    database.plant('platform', headItem('2026-03-01', '2026-03-08'));
    await addEntry(database, time);

    const { json, lines } = await get(String(entriesOf(database)[0]?.id));

    expect(json).toMatchObject({ status: 404, code: 'AUDIT_EVENT_NOT_FOUND' });
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'forged audit entry', at: time }));
    expect(metricsOf(lines.at(-1))).toMatchObject({ 'audit.tampered by ': '1 Count' });
  });

  it.each([
    ['of the first sealed day', '2026-03-01T00:00:00.000Z'],
    ['of a day that is not sealed yet', '2026-03-08T12:00:00.000Z'],
    ['of today', '2026-03-09T23:59:59.999Z'],
  ])('finds an entry %s', async (_, time) => {
    database.plant('platform', headItem('2026-03-01', '2026-03-07'));
    await addEntry(database, time);

    expect((await get(String(entriesOf(database)[0]?.id))).status).toBe(200);
  });

  it('finds an entry that says it has expired, for none does', async () => {
    await addEntry(database, '2026-03-08T09:30:00.000Z');
    const [stored] = entriesOf(database) as [Item];
    database.plant('audit', { ...stored, expiresAt: -1 });

    expect((await get(String(stored.id))).status).toBe(200);
  });

  it('refuses what is no id', async () => {
    const answer = await get('latest');

    expect(answer.status).toBe(400);
  });

  it('is for those who may read the audit', async () => {
    const search = createAuditSearch({ ...createTestPlatform(database, { clock }), database });
    const refusing = createHandler(search, createTestStack({ caller: createTestCaller() }));

    const answer = await send(refusing, { params: { eventId: newId() } });

    expect(answer.json).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
  });
});

describeAccess(trigger, ({ audit, stack }) => createHandler(audit.search, stack), {
  target: 'auditEvent',
  statuses: {
    ...everybody(403),
    anonymous: 401,
    admin: [null, 200, null, 404, null],
    scopedKey: [null, 200, null, 404, null],
  },
});
