import { inserted, type Recipe } from './recipe.ts';

const consumer = `import { type CountEvent, createCountEvent } from '../../lib/domains/operations/analytics/event-counts.ts';
import { envelope } from '../../lib/events/envelope.ts';
import { commit } from '../../lib/live/commit.ts';
import { workerTools } from '../../lib/live/worker-tools.ts';
import type { WorkerTools } from '../../lib/messaging/attempt.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { worker } from '../../lib/messaging/worker.ts';

/** Counts the events that are to be counted at once. */
export const trigger = queue({ queue: 'tally', message: envelope, grants: ['event-counts:add'] });

export const createHandler = (countEvent: CountEvent, tools: WorkerTools) =>
  worker(trigger, (event, { claim }) => countEvent(event, claim()), tools);

export const handler = createHandler(createCountEvent({ commit }), workerTools);
`;

const test = `import { describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/analytics/tally-events.ts';
import { createCountEvent } from '../../../lib/domains/operations/analytics/event-counts.ts';
import { buildEvent } from '../../lib/mail/build-event.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { createMemoryTools, deliver } from '../../support/queue.ts';

describe('tally-events', () => {
  it('counts an event once whose message comes three times', async () => {
    const database = createMemoryDatabase();
    const handler = createHandler(createCountEvent(createTestPlatform(database)), createMemoryTools(database));
    const content = buildEvent('user.verified');

    for (const messageId of ['first', 'second', 'third']) await deliver(handler, [{ messageId, content }]);

    const counts = database.itemsOf('platform').filter(({ entity }) => entity === 'event-count');
    expect(counts).toMatchObject([{ type: 'user.verified', count: 1 }]);
  });
});
`;

/** A queue with its consumer. */
export const queue: Recipe = {
  what: 'a queue',
  files: 3,
  writes: {
    'functions/analytics/tally-events.ts': consumer,
    'tests/functions/analytics/tally-events.test.ts': test,
  },
  edits: {
    'infra/queues.ts': (text) =>
      inserted(
        text,
        '] as const satisfies readonly QueueDefinition[];',
        "  { ...usual, name: 'tally', summary: 'Events that are to be counted at once.' },\n",
      ),
  },
  heldBy: ['tests/infra/queues.test.ts', 'tests/infra/events.test.ts'],
};
