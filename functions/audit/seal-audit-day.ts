import { createSealing, type SealAudit } from '../../lib/domains/operations/audit/sealing.ts';
import { scheduleHandler } from '../../lib/schedules/handler.ts';
import { schedule } from '../../lib/schedules/trigger.ts';

/** Seals the audit events of each day that is over: what is changed, removed or added afterwards is found. */
export const trigger = schedule({ rate: 'rate(1 hour)', grants: ['audit:verify', 'audit:seal', 'secrets:read'] });

export const createHandler = (seal: SealAudit) => scheduleHandler(trigger, seal);

export const handler = createHandler(createSealing());
