import { findCloudPlace, forgetCloudPlace, startCloud } from '../local/temporary-cloud.ts';
import { type AlikeRoute, alikeRoutes, type Side, sides } from './alike-routes.ts';

// Measures whether the time of an answer tells what the answer does not: on a local cloud of its own, tries for what is
// there and what is not take turns, route by route, and the area under the ROC curve is printed; 0.5 means that nothing can
// be told. Words after the command choose routes by their names.

const tries = 300;
/** What is loaded and compiled at the first calls is no part of it. */
const warmTries = 20;
const triesPerReport = 100;

const report = (line: string) => process.stderr.write(`${line}\n`);

type Milliseconds = Readonly<Record<Side, number[]>>;

/** Milliseconds of each answer; the order within a pair is drawn, so that no drift favours one side. */
async function time({ name, status: expected, prepare, ask }: AlikeRoute): Promise<Milliseconds> {
  const milliseconds: Milliseconds = { there: [], absent: [] };
  for (let turn = -warmTries; turn < tries; turn += 1) {
    if (turn % triesPerReport === 0) report(`${name}: ${turn} of ${tries} tries`);
    // A warm try of an address is none of those that are measured.
    const at = turn < 0 ? tries + warmTries + turn : turn;
    await prepare?.(at);
    for (const side of Math.random() < 0.5 ? sides : [...sides].reverse()) {
      const started = performance.now();
      const response = await ask(side, at);
      await response.arrayBuffer();
      if (turn >= 0) milliseconds[side].push(performance.now() - started);
      if (response.status !== expected)
        throw new Error(`${name}: ${side} answered ${response.status}, not ${expected}`);
    }
  }
  return milliseconds;
}

/** How likely what is there takes longer than what is not (Mann and Whitney's U over the number of pairs). */
function areaUnderCurve({ there, absent }: Milliseconds): number {
  const wins = there.flatMap((one) => absent.map((other) => (one > other ? 1 : one === other ? 0.5 : 0) as number));
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
}

const chosen = process.argv.slice(2);
report('A local cloud starts');
const place = await findCloudPlace();
const cloud = await startCloud(place);
let told = false;
try {
  const routes = await alikeRoutes(cloud, tries, report);
  for (const route of routes.filter(({ name }) => chosen.length === 0 || chosen.some((word) => name.includes(word)))) {
    const area = areaUnderCurve(await time(route));
    told ||= area < 0.4 || area > 0.6;
    process.stdout.write(`${route.name.padEnd(32)}AUC ${area.toFixed(3)} over ${tries} tries of each kind\n`);
  }
} finally {
  await cloud.end('SIGTERM');
  await forgetCloudPlace(place);
}
if (told) {
  process.stderr.write('An AUC below 0.4 or above 0.6: what is there can be told from what is not.\n');
  process.exitCode = 1;
}
