import type { FunctionResources } from '../function-resources.ts';
import type { Grant } from '../grants.ts';
import { requireTimetable } from './timetable.ts';

/** A timetable as the trigger of a function. */
export interface ScheduleTrigger extends FunctionResources {
  readonly kind: 'schedule';
  /** The timetable as EventBridge spells it, `rate(1 minute)` or `cron(…)`, in UTC. */
  readonly rate: string;
  readonly grants: readonly Grant[];
}

/** Declares the timetable that triggers a function; throws `TimetableRefused` for one that is another on a laptop. */
export function schedule(fields: Omit<ScheduleTrigger, 'kind'>): ScheduleTrigger {
  return { kind: 'schedule', ...fields, rate: requireTimetable(fields.rate) };
}
