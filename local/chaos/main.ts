import { randomInt } from 'node:crypto';
import { misused, orEnd, readCommandLine } from '../../infra/command-line.ts';
import { type Arena, openArena } from './arena.ts';
import { booking } from './booking.ts';
import { runChaos } from './chaos.ts';
import { expiry } from './expiry.ts';
import type { Blow } from './faults.ts';
import type { Flow } from './flow.ts';
import { readBlow } from './plan.ts';
import { registration } from './registration.ts';

// This sends people through a flow of the product, each time with another fault at another call, and checks that nothing is
// lost and nothing comes twice. It exits with 1 when a point did not survive or was not reached.
const usage = "Options: [--short | --all] [--seed <number>] [--flow <name>] [--only '<point> <mode>']";
const options = orEnd(readOptions);
const print = (text: string) => void process.stdout.write(`${text}\n`);

const known = [registration, expiry, booking];

// The short form, which stands for all, has the flow of most parts.
const flows = orEnd(() => chosen(options));

// A run mostly waits for messages to be seen again, so that two clouds take little longer than one.
const isLong = !options.short && !options.only;
const opened: Arena[] = [];
const stop = () => Promise.all(opened.map((arena) => arena.stop()));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stop().finally(() => process.exit(1)));

function readOptions() {
  const { seed, only, flow, ...extent } = readCommandLine({
    usage,
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      only: { type: 'string' },
      flow: { type: 'string' },
      short: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
    },
  }).values;
  if (!/^\d{1,15}$/.test(seed)) throw misused(`--seed must be a number, not "${seed}"`, usage);
  return {
    ...extent,
    seed: Number(seed),
    ...(flow !== undefined && { flow }),
    ...(only !== undefined && { only: blowIn(only) }),
  };
}

/** The flows of a run: one by its name, those with a step like that of the only point, the one of the short form, or all. */
function chosen({ short, only, flow: name }: ReturnType<typeof readOptions>): readonly Flow[] {
  if (name === undefined && !only) return short ? [registration] : known;
  const named = known.filter((flow) => name === undefined || flow.name === name);
  const found = named.filter((flow) => !only || beginsAt(flow, only.point));
  if (named.length === 0)
    throw misused(`There is no flow ${name}, but ${known.map((flow) => flow.name).join(', ')}`, usage);
  if (found.length === 0) throw misused(`No flow has a step like that of ${only?.point}`, usage);
  return found;
}

function blowIn(typed: string): Blow {
  try {
    return readBlow(typed);
  } catch (error) {
    throw error instanceof RangeError ? misused(error.message, usage) : error;
  }
}

async function open(flow: Flow): Promise<Arena> {
  const arena = await openArena(flow);
  opened.push(arena);
  return arena;
}

/** Whether the point of a blow is in a step of a flow. */
function beginsAt(flow: Flow, point: string): boolean {
  return Object.keys(flow.begin(0).steps).some((step) => point.startsWith(`${step}: `));
}

/** Goes through a flow in clouds of its own; answers whether all of its points were survived. */
async function run(flow: Flow): Promise<boolean> {
  print(
    `${flow.name}: ${isLong ? 'two local clouds start' : 'a local cloud starts'}, with a proxy on each way out …\n`,
  );
  try {
    const [first, others] = [await open(flow), isLong ? [await open(flow)] : []];
    return await runChaos([first, ...others], options, print);
  } finally {
    await stop();
    opened.length = 0;
  }
}

let isSurvived = true;
for (const flow of flows) isSurvived = (await run(flow)) && isSurvived;
process.exitCode = isSurvived ? 0 : 1;
