import { systemClock as clock } from '../../lib/clock.ts';
import { createReaderWatch, type ReaderWatch } from '../../lib/domains/clinic/readers/watch.ts';
import { commit } from '../../lib/live/commit.ts';
import { database } from '../../lib/live/database.ts';
import { read } from '../../lib/live/read.ts';
import { sleep } from '../../lib/live/sleep.ts';
import { scheduleHandler } from '../../lib/schedules/handler.ts';
import { schedule } from '../../lib/schedules/trigger.ts';

/**
 * Tells admins who has opened unusually many records, or some at night. It looks at each hour once, a quarter of an hour after its
 * end, and goes back up to a day for those that no tick came to.
 */
export const trigger = schedule({
  rate: 'cron(20 * * * ? *)',
  seconds: 300,
  grants: ['reader-mark:keep', 'audit:watch', 'clinics:zone', 'people-index:search', 'people:name', 'events:append'],
});

export const createHandler = (watch: ReaderWatch) => scheduleHandler(trigger, watch);

export const handler = createHandler(createReaderWatch({ read, commit, clock, database, sleep }));
