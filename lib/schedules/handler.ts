import middy from '@middy/core';
import type { Context, ScheduledEvent } from 'aws-lambda';
import { runInContext, shortNameOf } from '../context.ts';
import { unexpected } from '../error-groups.ts';
import type { Level, LogFields } from '../log.ts';
import { logWithMetrics, type Measurement } from '../metrics.ts';
import { jobPatience } from '../patience.ts';
import type { ScheduleTrigger } from './trigger.ts';

type ScheduleHandler = (event: ScheduledEvent, context: Context) => Promise<void>;

/** The work of one tick; it answers what the log is to say of it. */
type ScheduledWork = () => Promise<LogFields>;

/** Works at each tick of a timetable; a tick may come twice. */
export function scheduleHandler(trigger: ScheduleTrigger, work: ScheduledWork): ScheduleHandler {
  const handle = (_event: ScheduledEvent, invocation: Context) =>
    runInContext(contextOf(invocation), async () => {
      const startedAt = performance.now();
      const tell = (level: Level, fields: LogFields, ...measured: Measurement[]) => {
        const durationMs = Math.round(performance.now() - startedAt);
        logWithMetrics(level, 'schedule', { rate: trigger.rate, ...fields, durationMs }, ...measured);
      };
      try {
        tell('info', await work());
      } catch (error) {
        tell('error', { error }, unexpected(error));
        throw error;
      }
    });
  return middy<ScheduledEvent, void>().handler(handle) as ScheduleHandler;
}

function contextOf(invocation: Context) {
  const { functionName, awsRequestId: requestId } = invocation;
  const patience = jobPatience(() => invocation.getRemainingTimeInMillis());
  return { functionName: shortNameOf(functionName), requestId, correlationId: requestId, patience };
}
