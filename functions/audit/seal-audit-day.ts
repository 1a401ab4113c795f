import { systemClock as clock } from '../../lib/clock.ts';
import { sealStore as store } from '../../lib/domains/operations/audit/live-seal-store.ts';
import { createSealing, type SealAudit } from '../../lib/domains/operations/audit/sealing.ts';
import { database } from '../../lib/live/database.ts';
import { read } from '../../lib/live/read.ts';
import { sleep } from '../../lib/live/sleep.ts';
import { writeAlone } from '../../lib/live/write-alone.ts';
import { scheduleHandler } from '../../lib/schedules/handler.ts';
import { schedule } from '../../lib/schedules/trigger.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Seals the audit events of each day that is over. What is changed, removed or added afterwards is found. */
export const trigger = schedule({ rate: 'rate(1 hour)', grants: ['audit:verify', 'audit:seal', 'secrets:read'] });

export const createHandler = (seal: SealAudit) => scheduleHandler(trigger, seal);

export const handler = createHandler(createSealing({ database, read, writeAlone, clock, sleep, secrets, store }));
