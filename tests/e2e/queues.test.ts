import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { tableName } from '../../infra/tables.ts';
import type { ShownDeadLetter } from '../../lib/domains/operations/queues/schema.ts';
import type { Envelope } from '../../lib/events/envelope.ts';
import { createClients } from '../../local/clients.ts';
import { localSettings, stage } from '../../local/settings.ts';
import { findCloudPlace, forgetCloudPlace, type RunningCloud, startCloud } from '../../local/temporary-cloud.ts';
import { runBacklog } from '../support/backlog.ts';
import { eventually, request } from '../support/client.ts';
import { signIn } from '../support/cloud-caller.ts';
import { countByEvent, keptMails } from '../support/kept-mails.ts';
import { shuffled } from '../support/queue.ts';
import { createQueueClient, type QueueClient } from '../support/queue-client.ts';
import { queuedEvent } from '../support/queued-events.ts';
import { seededRandom } from '../support/random.ts';
import { sizes } from '../support/sizes.ts';
import { lateLinesIn, receivesOf, workerLinesIn } from '../support/worker-lines.ts';

// Longer than the waits in a test take, each until it fails by itself and says what it waited for.
jest.setTimeout(300_000);

const bad = [JSON.stringify({ order: 7 }), 'no JSON at all'] as const;
const manyEvents = (length: number) => Array.from({ length }, () => queuedEvent());
const bodyOf = (event: Envelope) => JSON.stringify(event);

let cloud: RunningCloud;
let queues: QueueClient;
/** Milliseconds that the start of the cloud took. */
let started: number;
let poison: Awaited<ReturnType<typeof putPoison>>;

beforeAll(async () => {
  const starting = performance.now();
  // The worker itself says when a message comes again: however slow the machine is, none comes before.
  cloud = await startCloud(await findCloudPlace(), { POLYCLINIC_VISIBILITY_SECONDS: '60' });
  started = performance.now() - starting;
  queues = createQueueClient(cloud);
  // Three tries take ten seconds, in which another test can go on.
  poison = await putPoison();
});

afterAll(async () => {
  queues.stop();
  await cloud.end('SIGTERM');
  await forgetCloudPlace(cloud);
});

/** Puts two batches, in each of which a bad message stands in the midst of nine good ones. */
async function putPoison() {
  const good = manyEvents(18);
  const bodies = good.map(bodyOf).toSpliced(13, 0, bad[1]).toSpliced(4, 0, bad[0]);
  const messageIds = await queues.put('email', bodies);
  const idsOf = (wanted: readonly string[]) => messageIds.filter((_, at) => wanted.includes(bodies[at] ?? ''));
  return { good, goodIds: idsOf(good.map(bodyOf)), badIds: idsOf(bad) };
}

/** How often each event was mailed; once more is as good as once where nobody could know in time. */
async function mailsOf(events: readonly Envelope[]): Promise<number[]> {
  const counts = countByEvent(await keptMails(cloud));
  const late = new Set(lateLinesIn(cloud.output()).map(({ correlationId }) => correlationId));
  return events.map(({ id, correlationId }) => {
    const times = counts.get(id) ?? 0;
    return times === 2 && late.has(correlationId) ? 1 : times;
  });
}

/** One for each. */
const once = (events: readonly Envelope[]) => events.map(() => 1);

/** Five people register; answers the events of it from the outbox, which the product itself sends on. */
async function registerFive(): Promise<Envelope[]> {
  for (let number = 0; number < 5; number += 1) {
    const person = { email: `person-${number}@example.com`, name: 'Ada Lovelace', dateOfBirth: '1990-12-10' };
    const data = { ...person, password: 'Correct-Horse-9' };
    await request(`${cloud.apiUrl}/v1/auth/register`, { method: 'POST', data });
  }
  const dynamoDb = DynamoDBDocumentClient.from(createClients(localSettings(cloud.environment).endpoints).dynamoDb);
  const { Items = [] } = await dynamoDb.send(new ScanCommand({ TableName: tableName(stage, 'events') }));
  dynamoDb.destroy();
  return Items.map(({ event }) => event as Envelope).filter(({ type }) => type === 'user.registered');
}

describe('events whose messages come three times and shuffled', () => {
  it('are mailed once, those of registrations and those of verified addresses', async () => {
    const random = seededRandom(20_261_121);
    const [registered, verified] = [await registerFive(), manyEvents(5)];
    const thrice = (events: readonly Envelope[]) => shuffled([...events, ...events, ...events].map(bodyOf), random);

    await Promise.all([queues.put('email-urgent', thrice(registered)), queues.put('email', thrice(verified))]);
    await queues.drain(['email-urgent', 'email']);

    const events = [...registered, ...verified];
    expect(events).toHaveLength(10);
    expect(await mailsOf(events)).toEqual(once(events));
    await eventually('the lines about all the copies', () => {
      const dropped = workerLinesIn(cloud.output()).filter(({ outcome }) => outcome === 'dropped');
      return dropped.length >= 2 * events.length ? dropped : undefined;
    });
  });
});

describe('messages that are no events, each in the midst of nine that are', () => {
  it('are given up after three receives, and those around them are mailed once and at their first', async () => {
    const { good, goodIds, badIds } = poison;
    const receivesOfAll = (ids: readonly string[]) => ids.map((id) => receivesOf(cloud.output(), id));

    await queues.drain(['email', 'email-dead']);
    await eventually('the lines about all receives', () => {
      const lines = receivesOfAll([...goodIds, ...badIds]).flat();
      return lines.length >= goodIds.length + 3 * badIds.length ? lines : undefined;
    });

    const failures = [1, 2, 3].map((attempt) => [attempt, 'failure']);
    expect(receivesOfAll(badIds)).toEqual(badIds.map(() => failures));
    const late = lateLinesIn(cloud.output()).map(({ messageId }) => messageId);
    const inTime = goodIds.filter((id) => !late.includes(id));
    expect(receivesOfAll(inTime)).toEqual(inTime.map(() => [[1, 'success']]));
    expect(await mailsOf(good)).toEqual(once(good));
    const admin = await signIn(cloud, 'admin@polyclinic.test');
    const letters = (await admin('GET', '/v1/queues/email/dead-letters')).json.data as ShownDeadLetter[];
    expect(letters.map(({ receives, error }) => [receives, error.code])).toEqual([
      [3, 'ZodError'],
      [3, 'ZodError'],
    ]);
    expect(letters.map(({ message }) => message)).toEqual(expect.arrayContaining([{ order: 7 }, 'no JSON at all']));
  });
});

describe(`a backlog of ${sizes.backlog} welcome mails`, () => {
  it('is mailed to its end, each once, while a password reset from its midst comes within five seconds', async () => {
    const { events, resetMilliseconds, drainMilliseconds, overtaken } = await runBacklog(cloud, queues, sizes.backlog);
    process.stdout.write(
      `${sizes.backlog} mails in ${drainMilliseconds} ms, that of the reset in ${resetMilliseconds} ms\n`,
    );

    expect(await mailsOf(events)).toEqual(Array(sizes.backlog).fill(1));
    // However fast the machine is: more than those that were in a worker's hands.
    expect(overtaken).toBeGreaterThan(50);
    // Where a start takes longer than usual the machine is busy, and everything takes longer.
    expect(resetMilliseconds).toBeLessThan(Math.max(5_000, started / 2));
  });
});

describe('an event of a version to come', () => {
  it('is not read by halves, and waits for the release that knows it', async () => {
    const [messageId = ''] = await queues.put('email', [bodyOf(queuedEvent({ version: 2 }))]);

    const line = await eventually('the line of the worker', () =>
      workerLinesIn(cloud.output()).find((each) => each.messageId === messageId),
    );

    expect(line).toMatchObject({ attempt: 1, outcome: 'postponed', comesAgainAfter: 300 });
    expect(await queues.depth('email')).toBe(1);
  });
});
