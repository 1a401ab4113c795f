import { findCloudPlace, forgetCloudPlace, startCloud } from '../local/temporary-cloud.ts';

// Measures whether the time of an answer tells if an address has an account: on a local cloud of its own, tries for known
// and unknown addresses take turns, and the area under the ROC curve is printed; 0.5 means that nothing can be told.

const tries = 300;
/** Each address is tried less often than it takes to be locked. */
const triesPerAddress = 5;
const password = 'Correct-Horse-9';
const limits = JSON.stringify({ credentials: { quota: 1_000_000, seconds: 900 } });

type Ask = (email: string) => Promise<Response>;

async function post(url: string, data: unknown): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(data),
  });
  await response.arrayBuffer();
  return response;
}

async function register(apiUrl: string, email: string): Promise<void> {
  const person = { email, password, name: 'Ada Lovelace', dateOfBirth: '1990-12-10' };
  const { status } = await post(`${apiUrl}/v1/auth/register`, person);
  if (status !== 201) throw new Error(`registering answered ${status}`);
}

/** Milliseconds of each answer; the order within a pair is drawn, so that no drift favours one side. */
async function time(ask: Ask, expected: number): Promise<{ known: number[]; unknown: number[] }> {
  const milliseconds = { known: [] as number[], unknown: [] as number[] };
  for (let at = 0; at < tries; at += 1) {
    const address = Math.floor(at / triesPerAddress);
    for (const kind of Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
      const started = performance.now();
      const { status } = await ask(`${kind}-${address}@example.com`);
      milliseconds[kind].push(performance.now() - started);
      if (status !== expected) throw new Error(`${kind} answered ${status}, not ${expected}`);
    }
  }
  return milliseconds;
}

/** How likely a known address takes longer than an unknown one (Mann and Whitney's U over the number of pairs). */
function areaUnderCurve({ known, unknown }: { known: readonly number[]; unknown: readonly number[] }): number {
  const wins = known.flatMap((one) => unknown.map((other) => (one > other ? 1 : one === other ? 0.5 : 0) as number));
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
}

const place = await findCloudPlace();
const cloud = await startCloud(place, { POLYCLINIC_RATE_LIMIT_POLICIES: limits });
let told = false;
try {
  for (let at = 0; at < tries / triesPerAddress; at += 1) await register(cloud.apiUrl, `known-${at}@example.com`);
  const routes: readonly [string, number, Ask][] = [
    ['login', 401, (email) => post(`${cloud.apiUrl}/v1/auth/login`, { email, password: 'Wrong-Horse-9' })],
    ['forgot-password', 202, (email) => post(`${cloud.apiUrl}/v1/auth/forgot-password`, { email })],
  ];
  for (const [name, expected, ask] of routes) {
    // What is loaded and compiled at the first calls is no part of it.
    for (let warm = 0; warm < 20; warm += 1) await ask(`warm-${warm}@example.com`);
    const area = areaUnderCurve(await time(ask, expected));
    told ||= area < 0.4 || area > 0.6;
    process.stdout.write(`${name.padEnd(20)}AUC ${area.toFixed(3)} over ${tries} tries of each kind\n`);
  }
} finally {
  await cloud.end('SIGTERM');
  await forgetCloudPlace(place);
}
if (told) {
  process.stderr.write('An AUC below 0.4 or above 0.6: known and unknown addresses can be told apart.\n');
  process.exitCode = 1;
}
