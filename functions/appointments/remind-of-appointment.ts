import { systemClock as clock } from '../../lib/clock.ts';
import { createReminding, type RemindOfAppointment } from '../../lib/domains/clinic/appointments/reminding.ts';
import { appointmentReminderDue } from '../../lib/domains/clinic/events/appointments.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { sleep } from '../../lib/live/sleep.ts';
import { workerTools } from '../../lib/live/worker-tools.ts';
import type { WorkerTools } from '../../lib/messaging/attempt.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { worker } from '../../lib/messaging/worker.ts';

/** Has a patient reminded of an appointment a day before, if it is as it was. */
export const trigger = queue({
  queue: 'reminders',
  events: [appointmentReminderDue],
  grants: ['dues:claim', 'appointments:tell', 'appointments:remind', 'events:append'],
});

export const createHandler = (remind: RemindOfAppointment, tools: WorkerTools) => worker(trigger, remind, tools);

export const handler = createHandler(createReminding({ read, commit, clock, sleep }), workerTools);
