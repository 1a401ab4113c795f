import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { ShownDeadLetter } from '../../lib/domains/operations/queues/schema.ts';
import { startServices } from '../../local/chaos/services.ts';
import { findCloudPlace, forgetCloudPlace, type RunningCloud, startCloud } from '../../local/temporary-cloud.ts';
import { eventually } from '../support/client.ts';
import { signIn } from '../support/cloud-caller.ts';
import { startFakeSes } from '../support/fake-ses.ts';
import { countByEvent, keptMails } from '../support/kept-mails.ts';
import { createQueueClient } from '../support/queue-client.ts';
import { queuedEvent } from '../support/queued-events.ts';
import { isFullSize, sizes } from '../support/sizes.ts';
import { startSwitchedProxy } from '../support/switched-proxy.ts';

// A minute of outage and a minute of recovery, and what a busy machine takes beside.
jest.setTimeout(400_000);

/** Takes a minute of waiting each; what they are about is held by tests/lib/messaging/outages.test.ts in a second. */
const describeOutages = isFullSize ? describe : describe.skip;

const outageMilliseconds = 60_000;
const recoveryMilliseconds = 60_000;
const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Dependency {
  cut(): Promise<unknown>;
  mend(): Promise<unknown>;
  /** How many mails were taken about each event. */
  counts(): Promise<ReadonlyMap<string, number>>;
}

/** Puts messages while a dependency is down, and waits until each is mailed; answers how long that took after the end. */
async function endure(cloud: RunningCloud, { cut, mend, counts }: Dependency, bodies: readonly string[] = []) {
  const queues = createQueueClient(cloud);
  const events = Array.from({ length: sizes.outage }, () => queuedEvent());
  const texts = events.map((event) => JSON.stringify(event));
  await cut();
  await queues.put('email', [...texts.slice(0, 40), ...bodies, ...texts.slice(40)]);
  await pause(outageMilliseconds);
  const before = (await counts()).size;
  await mend();
  const mendedAt = Date.now();
  const isDone = async () => {
    const taken = await counts();
    return events.every(({ id }) => taken.has(id)) || undefined;
  };
  await eventually('a mail about each event', isDone, 3 * recoveryMilliseconds);
  const milliseconds = Date.now() - mendedAt;
  await queues.drain(['email', 'email-dead'], recoveryMilliseconds);
  queues.stop();
  const taken = await counts();
  const admin = await signIn(cloud, 'admin@polyclinic.test');
  const letters = (await admin('GET', '/v1/queues/email/dead-letters')).json.data as ShownDeadLetter[];
  process.stdout.write(`${events.length} mails within ${milliseconds} ms of the end of the outage\n`);
  return { before, milliseconds, letters, times: events.map(({ id }) => taken.get(id)) };
}

const once = Array(sizes.outage).fill(1);

describeOutages(`a minute without what mails stand on, under ${sizes.outage} messages`, () => {
  it('costs none of them where it is the SMTP server, and a poison message its three tries', async () => {
    const place = await findCloudPlace();
    const proxy = await startSwitchedProxy(Number(place.environment.POLYCLINIC_SMTP_PORT));
    const cloud = await startCloud(place, { POLYCLINIC_MAIL_TRANSPORT: `smtp://127.0.0.1:${proxy.port}` });
    ends.push(
      () => forgetCloudPlace(place),
      proxy.cut,
      () => cloud.end('SIGTERM'),
    );

    const counts = async () => countByEvent(await keptMails(cloud));
    const end = await endure(cloud, { ...proxy, counts }, ['no JSON at all']);

    expect(end.before).toBe(0);
    expect(end.times).toEqual(once);
    expect(end.milliseconds).toBeLessThan(recoveryMilliseconds);
    expect(end.letters).toMatchObject([{ message: 'no JSON at all', receives: 3 }]);
    expect(cloud.output().split('dependency is down')).toHaveLength(2);
    expect(cloud.output().split('dependency is up again')).toHaveLength(2);
  });

  it('costs none of them where it is SES', async () => {
    const place = await findCloudPlace();
    const ses = await startFakeSes();
    const cloud = await startCloud(place, {
      POLYCLINIC_MAIL_TRANSPORT: 'ses',
      POLYCLINIC_MAIL_CONFIGURATION_SET: 'polyclinic-local',
      AWS_ENDPOINT_URL_SESV2: ses.endpoint,
    });
    ends.push(
      () => forgetCloudPlace(place),
      ses.stop,
      () => cloud.end('SIGTERM'),
    );

    const end = await endure(cloud, {
      cut: async () => ses.setDown(true),
      mend: async () => ses.setDown(false),
      counts: async () => ses.countByEvent(),
    });

    expect(end).toMatchObject({ before: 0, times: once, letters: [] });
    expect(end.milliseconds).toBeLessThan(recoveryMilliseconds);
  });

  it('costs none of them where it is the database', async () => {
    const place = await findCloudPlace();
    const services = await startServices(place);
    const cloud = await startCloud(place, {
      AWS_ENDPOINT_URL_DYNAMODB: services.DynamoDB.endpoint,
      AWS_ENDPOINT_URL_SQS: services.SQS.endpoint,
      AWS_ENDPOINT_URL_S3: services.SQS.endpoint,
    });
    ends.push(
      () => forgetCloudPlace(place),
      () => Promise.all(Object.values(services).map((service) => service.stop())),
      () => cloud.end('SIGTERM'),
    );

    const end = await endure(cloud, {
      cut: services.DynamoDB.kill,
      mend: services.DynamoDB.revive,
      counts: async () => countByEvent(await keptMails(cloud)),
    });

    expect(end).toMatchObject({ before: 0, times: once, letters: [] });
    expect(end.milliseconds).toBeLessThan(recoveryMilliseconds);
  });
});
