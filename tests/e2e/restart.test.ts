import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { requireFreePorts } from '../../local/ports.ts';
import {
  type CloudPlace,
  findCloudPlace,
  forgetCloudPlace,
  type RunningCloud,
  startCloud,
} from '../../local/temporary-cloud.ts';
import { eventually, mailsTo, request, tokenIn } from '../support/client.ts';

// The cloud is started anew in each, which takes its time on a busy machine.
jest.setTimeout(300_000);

const personOf = (email: string) => ({
  email,
  password: 'Correct-Horse-9',
  name: 'Ada Lovelace',
  dateOfBirth: '1990-12-10',
});
const person = personOf('ada@example.com');
const another = personOf('grace@example.com');

let place: CloudPlace;
let cloud: RunningCloud;

beforeAll(async () => {
  place = await findCloudPlace();
});

afterAll(async () => {
  await cloud.end('SIGTERM');
  await forgetCloudPlace(place);
});

const register = (data = person) => request(`${place.apiUrl}/v1/auth/register`, { method: 'POST', data });
const logIn = () =>
  request(`${place.apiUrl}/v1/auth/login`, {
    method: 'POST',
    data: { email: person.email, password: person.password },
  });

/** Starts the cloud where another one has just ended, as soon as that one's servers have as well. */
async function startAgain(environment: Record<string, string> = {}): Promise<RunningCloud> {
  const wishes = Object.entries(place.environment)
    .filter(([variable]) => variable.endsWith('_PORT'))
    .map(([variable, port]) => ({ server: variable, port: Number(port), variable }));
  await requireFreePorts(wishes, 60_000);
  return startCloud(place, environment);
}

/** An SMTP server that takes calls and never says a word. */
async function silentServer() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    nextCall: () => new Promise<void>((resolve) => server.once('connection', () => resolve())),
    stop: () => void server.close(),
  };
}

describe('stopping and starting again', () => {
  // Each start takes as long as many tests: where one test ends its cloud, that of the next one starts.
  let silent: Awaited<ReturnType<typeof silentServer>>;

  beforeAll(async () => {
    silent = await silentServer();
  });
  afterAll(() => silent.stop());

  it('keeps people, mails and sessions, logs nothing personal, and stops within three seconds', async () => {
    const starting = performance.now();
    cloud = await startCloud(place, { POLYCLINIC_SEED_PATIENTS: '3' });
    const started = performance.now() - starting;
    await register();
    await eventually('the mail', async () => (await mailsTo(place.mailboxUrl, person.email))[0]);
    expect((await logIn()).status).toBe(200);
    const isLogged = () => cloud.output().includes('"functionName":"notifications-send-urgent-email"') || undefined;
    await eventually('the line of the mail in the log', isLogged);
    await eventually('the patients', async () => cloud.output().includes('seeded 3 patients') || undefined);
    // Everything that the functions have logged by now stands there: nothing of it tells who was here.
    expect(cloud.output()).not.toMatch(/ada@example|lovelace|1990-12-10|correct-horse|token=|uma|ashworth|penicillin/i);
    const stopping = performance.now();
    await cloud.end('SIGTERM');
    const stopped = performance.now() - stopping;

    cloud = await startAgain({ POLYCLINIC_MAIL_TRANSPORT: silent.url, POLYCLINIC_SEED_PATIENTS: '4' });

    // Where a start takes longer than usual the machine is busy, and a stop takes longer as well.
    expect(stopped).toBeLessThan(Math.max(3_000, started / 2));
    expect((await logIn()).status).toBe(200);
    expect((await register()).status).toBe(409);
    await eventually(
      'the patient who was missing',
      async () => cloud.output().includes('seeded a patient') || undefined,
    );
    const mails = await mailsTo(place.mailboxUrl, person.email);
    // A mail may come twice, with its token, and the second sign-in may have made one of its own by now.
    const toConfirm = mails.filter(({ subject }) => subject === 'Confirm your email address');
    expect(new Set(toConfirm.map(tokenIn)).size).toBe(1);
  });

  it('delivers a message again that was in flight when everything was killed', async () => {
    const called = silent.nextCall();
    await register(another);
    await called;
    await cloud.end('SIGKILL');

    cloud = await startAgain();

    const mail = await eventually('the mail', async () => (await mailsTo(place.mailboxUrl, another.email))[0]);
    expect(mail.subject).toBe('Confirm your email address');
  });
});
