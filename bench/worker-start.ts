import { setTimeout as pause } from 'node:timers/promises';
import { findCloudPlace, forgetCloudPlace, startCloud } from '../local/temporary-cloud.ts';
import { seededRandom } from '../tests/support/random.ts';
import { type WorkerLine, workerLinesIn } from '../tests/support/worker-lines.ts';

// Measures the time from an answer over HTTP to the start of the worker that mails about it, on a local cloud of its own.
// Two routes take turns. A worker's line tells when it was written and how long the work took: it began that long before.

const tries = 100;
const mostMedianMilliseconds = 300;
/** Pauses between two tries are drawn up to this long, so that they keep in step with no poll. */
const longestPause = 400;
const address = (number: number) => `person-${number}@example.com`;

/** What a try is known by in the log, and when its answer was read. */
interface Try {
  readonly requestId: string;
  readonly answeredAt: number;
}

async function post(url: string, data: object, expected: number): Promise<Try> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(data) });
  await response.arrayBuffer();
  const answeredAt = performance.timeOrigin + performance.now();
  if (response.status !== expected) throw new Error(`${url} answered ${response.status}`);
  return { requestId: response.headers.get('x-request-id') ?? '', answeredAt };
}

type Ask = (number: number) => Promise<Try>;

/** Asks each of the routes so many times, in an order that is drawn for each turn. */
async function takeTurns(asks: Readonly<Record<string, Ask>>, turns: number, random: () => number) {
  const asked: Record<string, Try[]> = Object.fromEntries(Object.keys(asks).map((name) => [name, []]));
  for (let turn = 0; turn < turns; turn += 1) {
    const order = random() < 0.5 ? Object.entries(asks) : Object.entries(asks).reverse();
    for (const [name, ask] of order) {
      asked[name]?.push(await ask(turn));
      await pause(random() * longestPause);
    }
  }
  return asked;
}

/** The line of each try's worker, by the id of the request. */
async function linesOf(all: readonly Try[], output: () => string): Promise<Map<string, WorkerLine>> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const lines = new Map(
      workerLinesIn(output()).flatMap((line) => (line.attempt === 1 ? [[line.correlationId, line] as const] : [])),
    );
    if (all.every(({ requestId }) => lines.has(requestId))) return lines;
    if (Date.now() > deadline) throw new Error('not every request has led to a worker');
    await pause(100);
  }
}

/** The value below which a part of them lies. */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

const place = await findCloudPlace();
const cloud = await startCloud(place);
try {
  const person = { password: 'Correct-Horse-9', name: 'Ada Lovelace', dateOfBirth: '1990-12-10' };
  const asks = {
    register: (number: number) => post(`${place.apiUrl}/v1/auth/register`, { ...person, email: address(number) }, 201),
    'forgot-password': () => post(`${place.apiUrl}/v1/auth/forgot-password`, { email: address(-1) }, 202),
  };
  // What is loaded and compiled at the first calls is no part of it.
  for (let warm = 1; warm <= 10; warm += 1) await asks.register(-warm);
  for (let warm = 0; warm < 10; warm += 1) await asks['forgot-password']();
  const asked = await takeTurns(asks, tries, seededRandom(1));
  const lines = await linesOf(Object.values(asked).flat(), cloud.output);
  for (const [name, its] of Object.entries(asked)) {
    const milliseconds = its.map(({ requestId, answeredAt }) => {
      const { time, durationMs } = lines.get(requestId) as WorkerLine;
      return Date.parse(time) - durationMs - answeredAt;
    });
    const [median, ninety, longest] = [0.5, 0.9, 1].map((part) => Math.round(quantile(milliseconds, part)));
    process.stdout.write(
      `${name.padEnd(20)}median ${median} ms, p90 ${ninety} ms, max ${longest} ms of ${its.length}\n`,
    );
    if ((median ?? 0) >= mostMedianMilliseconds) process.exitCode = 1;
  }
} finally {
  await cloud.end('SIGTERM');
  await forgetCloudPlace(place);
}
