import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { tables } from '../../../infra/tables.ts';
import { userVerified } from '../../../lib/domains/identity/events/accounts.ts';
import { defineEvent } from '../../../lib/events/definition.ts';
import { pendingIndex, pendingPartitions } from '../../../lib/events/outbox.ts';
import { mostMessageBytes } from '../../../lib/message-bounds.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

const userId = '019a0000-0000-7000-8000-000000000001';
const noteTaken = defineEvent({
  type: 'note.taken',
  version: 1,
  summary: 'A note was taken.',
  data: () => z.object({ note: z.string() }),
  queues: [],
});
const event = userVerified.of({ subject: `users/${userId}`, data: { userId } });

describe('the outbox', () => {
  it('keeps an event for seven days under its id and time, pending at first', async () => {
    const database = createMemoryDatabase();
    const { commit } = createTestPlatform(database);

    await commit([], { events: [event] });

    const [item] = database.itemsOf('events');
    expect(item).toMatchObject({ sk: '2026-03-08T09:30:00.000Z', expiresAt: Date.UTC(2026, 2, 15, 9, 30) / 1_000 });
    expect(item?.event).toMatchObject({ id: item?.pk.replace('EVENT#', '') });
    expect(pendingPartitions).toContain(item?.pending);
  });

  it('spreads events over all partitions of its index', async () => {
    const database = createMemoryDatabase();
    const { commit } = createTestPlatform(database);

    await commit([], { events: Array(100).fill(event) });

    expect(new Set(database.itemsOf('events').map(({ pending }) => pending))).toEqual(new Set(pendingPartitions));
  });

  it('does not take data that its type does not have', async () => {
    const { commit } = createTestPlatform(createMemoryDatabase());

    await expect(commit([], { events: [{ ...event, data: { userId: 'u1' } }] })).rejects.toThrow();
  });

  it('refuses an event that no queue would take, before anything of its change is written', async () => {
    const database = createMemoryDatabase();
    const { commit } = createTestPlatform(database);
    const tooLong = noteTaken.of({ subject: 'notes/1', data: { note: 'é'.repeat(mostMessageBytes / 2) } });

    await expect(commit([], { events: [event, tooLong] })).rejects.toThrow(
      /^No queue takes the event note\.taken [-0-9a-f]{36}: TOO_LONG$/,
    );

    expect(database.itemsOf('events')).toEqual([]);
  });

  it('uses the index that is deployed', () => {
    expect(tables.find(({ name }) => name === 'events')?.indexes).toContainEqual(pendingIndex);
  });
});
