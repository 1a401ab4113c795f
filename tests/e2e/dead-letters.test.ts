import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { seededPeople } from '../../lib/domains/identity/seeds/people.ts';
import type { QueueState, ShownDeadLetter } from '../../lib/domains/operations/queues/schema.ts';
import type { Envelope } from '../../lib/events/envelope.ts';
import { queueNames } from '../../lib/messaging/queue-url.ts';
import { findCloudPlace, forgetCloudPlace, type RunningCloud, startCloud } from '../../local/temporary-cloud.ts';
import { eventually, request, tokenIn } from '../support/client.ts';
import { type Call, signIn } from '../support/cloud-caller.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { createQueueClient, type QueueClient } from '../support/queue-client.ts';
import { queuedEvent } from '../support/queued-events.ts';

// Longer than the waits in a test take, each until it fails by itself and says what it waited for.
jest.setTimeout(300_000);

/** Those whose mails are refused at first, by what becomes of their dead letters. */
const refused = ['redriven', 'deleted', 'first', 'second'] as const;
type Refused = (typeof refused)[number];
const addressOf = (name: Refused) => `refused.${name}@example.com`;
/** Whose mail is to come later at first. */
const greylisted = 'greylisted@example.com';
const urgent = '/v1/queues/email-urgent';

let server: MailServer;
let cloud: RunningCloud;
let queues: QueueClient;
let admin: Call;
let user: Call;
const idOf = {} as Record<Refused, string>;

beforeAll(async () => {
  server = await startMailServer((address, tries) => {
    if (address.startsWith('refused.')) return 'refused';
    return address === greylisted && tries === 1 ? 'later' : 'taken';
  });
  // The worker itself says when a message comes again: however slow the machine is, none comes before.
  const environment = { POLYCLINIC_MAIL_TRANSPORT: server.url, POLYCLINIC_VISIBILITY_SECONDS: '60' };
  cloud = await startCloud(await findCloudPlace(), environment);
  queues = createQueueClient(cloud);
  [admin, user] = [await signIn(cloud, 'admin@polyclinic.test'), await signIn(cloud, 'user@polyclinic.test')];
  await Promise.all([...refused.map(register), registerAs(greylisted)]);
  // Three tries and what lies between them.
  await untilDead('email-urgent', refused.length);
});

afterAll(async () => {
  queues.stop();
  await cloud.end('SIGTERM');
  await Promise.all([server.stop(), forgetCloudPlace(cloud)]);
});

async function register(name: Refused): Promise<void> {
  idOf[name] = await registerAs(addressOf(name));
}

async function registerAs(email: string): Promise<string> {
  const person = { email, name: 'Ada Lovelace', dateOfBirth: '1990-12-10' };
  const data = { ...person, password: 'Correct-Horse-9' };
  const { json } = await request(`${cloud.apiUrl}/v1/auth/register`, { method: 'POST', data });
  return (json.data as { id: string }).id;
}

const stateOf = async (name: string) => (await admin('GET', `/v1/queues/${name}`)).json.data as QueueState;
const lettersOf = async (name: string) =>
  (await admin('GET', `/v1/queues/${name}/dead-letters`)).json.data as ShownDeadLetter[];

async function untilDead(name: string, count: number): Promise<void> {
  const probe = async () => ((await stateOf(name)).deadLetters === count ? true : undefined);
  await eventually(`${count} dead letters of ${name}`, probe, 60_000);
}

/** The dead letter that the mail to somebody has become, and its path. */
async function findLetter(name: Refused) {
  const isTheirs = ({ message }: ShownDeadLetter) => (message as Envelope).data.userId === idOf[name];
  const letter = (await lettersOf('email-urgent')).find(isTheirs);
  if (!letter) throw new Error(`there is no dead letter of ${name}`);
  return { letter, path: `${urgent}/dead-letters/${letter.id}` };
}

const mailsTo = (name: Refused) => server.mailsTo(addressOf(name));
const mailTo = (name: Refused) => eventually(`the mail to ${name}`, () => mailsTo(name)[0]);

/** The newest entry of the audit about an action on something. */
const entryOf = (action: string, subject: string) =>
  eventually(`the entry of ${action}`, async () => {
    const answer = await admin('GET', `/v1/audit-events?${new URLSearchParams({ action, subject })}`);
    return (answer.json.data as { actorId: string; details: { ids?: string[] } }[])[0];
  });

describe('a mail that its server takes later', () => {
  it('comes once, and is no dead letter', async () => {
    await eventually('the mail', () => server.mailsTo(greylisted)[0]);

    expect([server.tries(greylisted), server.mailsTo(greylisted).length]).toEqual([2, 1]);
    expect((await stateOf('email-urgent')).deadLetters).toBe(refused.length);
  });
});

describe('a mail that its server does not take', () => {
  it('is tried three times, and lies among the dead letters then, by ids and with its last error', async () => {
    const { letter, path } = await findLetter('redriven');

    const read = await admin('GET', path);

    expect(refused.map((name) => server.tries(addressOf(name)))).toEqual([3, 3, 3, 3]);
    const data = { userId: idOf.redriven, tokenId: expect.stringMatching(/^[\w-]{43}$/) };
    expect(letter).toMatchObject({
      message: { type: 'user.registered', subject: `users/${idOf.redriven}`, data },
      error: { code: 'MAIL_REFUSED', message: expect.stringContaining('550 5.7.1') },
      receives: 3,
    });
    expect(read.json.data).toEqual(letter);
    expect(read.text).not.toMatch(/refused\.|example\.com|lovelace/i);
  });

  it('is counted, and only an administrator sees and moves it', async () => {
    const { path } = await findLetter('redriven');
    const routes = [
      ['GET', '/v1/queues'],
      ['GET', `${urgent}/dead-letters`],
      ['GET', path],
      ['DELETE', path],
      ['POST', `${path}/redrive`],
      ['POST', `${urgent}/redrive`],
      ['DELETE', `${urgent}/dead-letters`],
    ] as const;

    const strangers = await Promise.all(routes.map(([method, way]) => request(cloud.apiUrl + way, { method })));
    const others = await Promise.all(routes.map(([method, way]) => user(method, way)));
    const states = (await admin('GET', '/v1/queues')).json.data as QueueState[];

    expect(strangers.map(({ status }) => status)).toEqual(routes.map(() => 401));
    expect(others.map(({ status }) => status)).toEqual(routes.map(() => 403));
    expect(states.map(({ name }) => name)).toEqual(queueNames);
    expect(states.find(({ name }) => name === 'email-urgent')?.deadLetters).toBe(refused.length);
  });

  it('comes once, and is of use, when the server is mended and an administrator redrives it', async () => {
    const [{ letter, path }, { deadLetters }] = [await findLetter('redriven'), await stateOf('email-urgent')];
    server.mend();

    const redriven = await admin('POST', `${path}/redrive`);

    expect(redriven.status).toBe(202);
    const data = { token: tokenIn(await mailTo('redriven')) };
    expect((await request(`${cloud.apiUrl}/v1/auth/verify-email`, { method: 'POST', data })).status).toBe(204);
    expect([(await admin('GET', path)).status, (await admin('POST', `${path}/redrive`)).status]).toEqual([404, 404]);
    expect((await stateOf('email-urgent')).deadLetters).toBe(deadLetters - 1);
    const { actorId } = await entryOf('dead-letter.redriven', `queues/email-urgent/dead-letters/${letter.id}`);
    expect(actorId).toBe(seededPeople.find(({ roles }) => roles[0] === 'admin')?.id);
  });

  it('never comes when an administrator deletes it', async () => {
    const [{ letter, path }, { deadLetters }] = [await findLetter('deleted'), await stateOf('email-urgent')];

    const deleted = [await admin('DELETE', path), await admin('DELETE', path)];

    expect(deleted.map(({ status }) => status)).toEqual([204, 404]);
    expect((await stateOf('email-urgent')).deadLetters).toBe(deadLetters - 1);
    await entryOf('dead-letter.deleted', `queues/email-urgent/dead-letters/${letter.id}`);
  });

  it('comes once when all that are left are redriven together', async () => {
    const ids = (await lettersOf('email-urgent')).map(({ id }) => id);
    server.mend();

    const redriven = await admin('POST', `${urgent}/redrive`);

    expect([redriven.status, redriven.json.data]).toEqual([202, { count: ids.length }]);
    await Promise.all([mailTo('first'), mailTo('second')]);
    await queues.drain(['email-urgent', 'email']);
    const confirmations = (name: Refused) => mailsTo(name).filter(({ subject }) => /^Confirm/.test(subject)).length;
    expect(refused.map(confirmations)).toEqual([1, 0, 1, 1]);
    expect([await lettersOf('email-urgent'), (await stateOf('email-urgent')).deadLetters]).toEqual([[], 0]);
    const { details } = await entryOf('dead-letters.redriven', 'queues/email-urgent/dead-letters');
    expect(details.ids?.toSorted()).toEqual(ids.toSorted());
  });
});

describe('a message of which no worker has said a word', () => {
  it.each(queueNames)('is told apart, redriven alone and with others, and deleted: %s', async (name) => {
    const type = name === 'email-urgent' ? 'password.changed' : 'user.verified';
    const giveUp = (count: number) =>
      queues.put(
        `${name}-dead`,
        Array.from({ length: count }, () => JSON.stringify(queuedEvent({ type }))),
      );
    const path = `/v1/queues/${name}`;
    await giveUp(2);
    await untilDead(name, 2);
    const letters = await lettersOf(name);

    const alone = await admin('POST', `${path}/dead-letters/${letters[0]?.id}/redrive`);
    const together = await admin('POST', `${path}/redrive`);
    await giveUp(1);
    await untilDead(name, 1);
    const deleted = await admin('DELETE', `${path}/dead-letters`);

    expect(letters.map(({ error }) => error.code)).toEqual(['WORKER_DIED', 'WORKER_DIED']);
    expect([alone.status, together.status, deleted.status]).toEqual([202, 202, 204]);
    expect(together.json.data).toEqual({ count: 1 });
    expect([await lettersOf(name), (await stateOf(name)).deadLetters]).toEqual([[], 0]);
  });
});
