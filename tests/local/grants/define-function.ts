import type { FunctionDefinition } from '../../../infra/functions.ts';
import type { Grant } from '../../../lib/grants.ts';
import { schedule } from '../../../lib/schedules/trigger.ts';

/** A function of a timetable with these grants and no implied ones. */
export function defineFunction(name: string, grants: readonly Grant[]): FunctionDefinition {
  const trigger = schedule({ rate: 'rate(1 minute)', grants });
  return { name, domain: 'queues', file: `functions/queues/${name}.ts`, summary: name, trigger };
}
