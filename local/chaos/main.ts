import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Arena, openArena } from './arena.ts';
import { runChaos } from './chaos.ts';
import { readBlow } from './plan.ts';
import { registration } from './registration.ts';

// This sends people through a flow of the product, each time with another fault at another call, and checks that nothing is
// lost and nothing comes twice. It exits with 1 when a point did not survive or was not reached.
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    only: { type: 'string' },
    short: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  },
});
const { seed, only, ...extent } = values;
const options = { ...extent, seed: Number(seed), ...(only !== undefined && { only: readBlow(only) }) };
const print = (text: string) => void process.stdout.write(`${text}\n`);

// A run mostly waits for messages to be seen again, so that two clouds take little longer than one.
const isLong = !options.short && !options.only;
print(`${isLong ? 'Two local clouds start' : 'A local cloud starts'}, with a proxy on each way out …\n`);
const opened: Arena[] = [];
const stop = () => Promise.all(opened.map((arena) => arena.stop()));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stop().finally(() => process.exit(1)));

async function open(): Promise<Arena> {
  const arena = await openArena(registration);
  opened.push(arena);
  return arena;
}

try {
  const [first, others] = [await open(), isLong ? [await open()] : []];
  process.exitCode = (await runChaos([first, ...others], options, print)) ? 0 : 1;
} finally {
  await stop();
}
