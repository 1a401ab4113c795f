import { findCloudPlace, forgetCloudPlace, startCloud } from '../local/temporary-cloud.ts';
import { runBacklog } from '../tests/support/backlog.ts';
import { countByEvent, keptMails } from '../tests/support/kept-mails.ts';
import { createQueueClient } from '../tests/support/queue-client.ts';

// Measures, on a local cloud of its own, how fast a backlog of welcome mails drains, whether one of them is lost or comes
// twice, and how long somebody waits meanwhile who has asked for a password reset.

const size = Number(process.argv[2] ?? 5_000);
const mostResetMilliseconds = 5_000;

const place = await findCloudPlace();
const cloud = await startCloud(place, { POLYCLINIC_VISIBILITY_SECONDS: '60' });
const queues = createQueueClient(place);
try {
  const { resetMilliseconds, drainMilliseconds, overtaken, events } = await runBacklog(cloud, queues, size);
  const counts = countByEvent(await keptMails(cloud));
  const mails = events.map(({ id }) => counts.get(id) ?? 0);
  const [lost, repeated] = [mails.filter((times) => times === 0), mails.filter((times) => times > 1)];
  print('mail of the reset, after its answer', `${resetMilliseconds} ms`);
  print('welcome mails that it overtook', String(overtaken));
  print('messages a second', String(Math.round((size * 1_000) / drainMilliseconds)));
  print('lost', String(lost.length));
  print('duplicates', String(repeated.length));
  if (resetMilliseconds > mostResetMilliseconds || lost.length + repeated.length > 0) process.exitCode = 1;
} finally {
  queues.stop();
  await cloud.end('SIGTERM');
  await forgetCloudPlace(place);
}

function print(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(40)}${value}\n`);
}
