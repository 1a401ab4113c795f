import type { Envelope } from '../../lib/events/envelope.ts';
import type { CloudPlace } from '../../local/temporary-cloud.ts';
import { eventually, request } from './client.ts';
import { countByEvent, keptMails } from './kept-mails.ts';
import type { QueueClient } from './queue-client.ts';
import { queuedEvent, subjectOfEvents } from './queued-events.ts';

const welcome = 'Welcome to Polyclinic';
const reset = 'Set a new password';
/** For each mail, however busy the machine. */
const mostMilliseconds = 300;

/** What became of a backlog of welcome mails, and of a password reset that was asked for in the midst of it. */
export interface BacklogRun {
  /** From the answer to the request for a reset until its mail was there. */
  readonly resetMilliseconds: number;
  /** From the first message on, until the last welcome mail was there. */
  readonly drainMilliseconds: number;
  /** How many welcome mails came after it that had been asked for before. */
  readonly overtaken: number;
  /** What the welcome mails are about, in the order of the backlog. */
  readonly events: readonly Envelope[];
}

/** Sends so many welcome messages, asks for a reset when half of them are sent, and waits until nothing is left. */
export async function runBacklog(cloud: CloudPlace, queues: QueueClient, size: number): Promise<BacklogRun> {
  const events = Array.from({ length: size }, () => queuedEvent());
  const bodies = events.map((event) => JSON.stringify(event));
  const startedAt = Date.now();
  await queues.put('email', bodies.slice(0, size / 2));
  const { email } = subjectOfEvents;
  await request(`${cloud.apiUrl}/v1/auth/forgot-password`, { method: 'POST', data: { email } });
  const answeredAt = Date.now();
  await queues.put('email', bodies.slice(size / 2));
  await queues.drain(['email'], size * mostMilliseconds);
  const resetAt = await findReset(cloud);
  const mails = await keptMails(cloud);
  const late = countByEvent(mails.filter(({ time }) => Date.parse(time) > resetAt));
  const arrivals = mails.filter(({ subject }) => subject === welcome).map(({ time }) => Date.parse(time));
  return {
    resetMilliseconds: resetAt - answeredAt,
    drainMilliseconds: arrivals.reduce((last, time) => Math.max(last, time), startedAt) - startedAt,
    overtaken: events.slice(0, size / 2).filter(({ id }) => late.has(id)).length,
    events,
  };
}

/** When the mail of the reset came in, by the mailbox's own clock: nobody asks it while it is busy. */
async function findReset(cloud: CloudPlace): Promise<number> {
  const { time } = await eventually('the mail of the reset', async () =>
    (await keptMails(cloud)).find(({ subject }) => subject === reset),
  );
  return Date.parse(time);
}
