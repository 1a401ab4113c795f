import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../local/ports.ts';
import {
  type CloudPlace,
  findCloudPlace,
  forgetCloudPlace,
  type RunningCloud,
  startCloud,
} from '../../local/temporary-cloud.ts';
import { eventually, mailsTo, request } from '../support/client.ts';

const person = {
  email: 'ada@example.com',
  password: 'Correct-Horse-9',
  name: 'Ada Lovelace',
  dateOfBirth: '1990-12-10',
};

let place: CloudPlace;
let cloud: RunningCloud;

beforeEach(async () => {
  place = await findCloudPlace();
});

afterEach(async () => {
  await cloud.end('SIGTERM');
  await forgetCloudPlace(place);
});

const register = () => request(`${place.apiUrl}/v1/auth/register`, { method: 'POST', data: person });
const logIn = () =>
  request(`${place.apiUrl}/v1/auth/login`, {
    method: 'POST',
    data: { email: person.email, password: person.password },
  });

/** An SMTP server that takes calls and never says a word. */
async function silentServer(): Promise<{ url: string; called: Promise<void>; server: Server }> {
  const port = await freePort();
  const server = createServer();
  const called = new Promise<void>((resolve) => server.once('connection', () => resolve()));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: `smtp://127.0.0.1:${port}`, called, server };
}

describe('stopping and starting again', () => {
  it('keeps people, mails and sessions, logs nothing personal, and stops within three seconds', async () => {
    cloud = await startCloud(place);
    await register();
    await eventually('the mail', async () => (await mailsTo(place.mailboxUrl, person.email))[0]);
    expect((await logIn()).status).toBe(200);
    expect(cloud.output()).toContain('"functionName":"notifications-send-email"');
    // Everything that the functions have logged by now stands there: nothing of it tells who was here.
    expect(cloud.output()).not.toMatch(/ada@example|lovelace|1990-12-10|correct-horse|token=/i);
    const stopping = performance.now();
    await cloud.end('SIGTERM');
    const stopped = performance.now() - stopping;

    cloud = await startCloud(place);

    expect(stopped).toBeLessThan(3_000);
    expect((await logIn()).status).toBe(200);
    expect((await register()).status).toBe(409);
    expect(await mailsTo(place.mailboxUrl, person.email)).toHaveLength(1);
  }, 60_000);

  it('delivers a message again that was in flight when everything was killed', async () => {
    const { url, called, server } = await silentServer();
    cloud = await startCloud(place, { POLYCLINIC_MAIL_TRANSPORT: url });
    await register();
    await called;
    await cloud.end('SIGKILL');
    server.close();

    cloud = await startCloud(place);

    const mail = await eventually('the mail', async () => (await mailsTo(place.mailboxUrl, person.email))[0], 15_000);
    expect(mail.subject).toBe('Confirm your email address');
  }, 60_000);
});
