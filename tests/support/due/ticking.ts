import type { Clock } from '../../../lib/clock.ts';
import type { Database } from '../../../lib/data/database.ts';
import { routesOf } from '../../../lib/dispatch/routes.ts';
import { createHandOver } from '../../../lib/due/hand-over.ts';
import { createMarks } from '../../../lib/due/marks.ts';
import { createTick, type Tick } from '../../../lib/due/tick.ts';
import { createWaitingItems } from '../../../lib/due/waiting-items.ts';
import type { DueDefinition } from '../../../lib/events/due-definition.ts';
import type { Send } from '../../../lib/messaging/send.ts';
import { createTestPlatform, noPause } from '../platform.ts';
import { holdOver, reminderDue } from './kinds.ts';

const known: readonly Pick<DueDefinition, 'type' | 'queues'>[] = [reminderDue, holdOver];

/** Makes a tick as it is, for the kinds of the tests unless others are given. */
export function createTestTick(database: Database, send: Send, clock: Clock, kinds = known): Tick {
  const advance = () => undefined;
  const platform = createTestPlatform(database, { clock: Object.assign(() => clock(), { advance }) });
  const waiting = createWaitingItems({ ...platform, database, sleep: noPause });
  return createTick({
    handOver: createHandOver({ waiting, queuesOf: routesOf(kinds), send, clock }),
    marks: createMarks(platform),
    clock,
  });
}
