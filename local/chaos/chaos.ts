import type { Arena } from './arena.ts';
import type { Blow } from './faults.ts';
import type { Outcome } from './passing.ts';
import { planAll, planShort } from './plan.ts';
import { headOf, rowOf, sumOf, verdictOf } from './report.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** Whether each call gets each further fault, in place of one that the seed chooses. */
  readonly all: boolean;
  /** Whether a few points stand for all. */
  readonly short: boolean;
  /** The only blow of the run. */
  readonly only?: Blow;
}

type Sender = Pick<Arena, 'send'>;

/** How often a point is tried that did not come up, since the order of what happens at once may vary. */
const mostTries = 3;

/** Runs the flow with each blow of the plan, and prints what became of it; answers whether all of them were survived. */
export async function runChaos(
  arenas: readonly [Sender, ...Sender[]],
  options: ChaosOptions,
  print: (text: string) => void,
): Promise<boolean> {
  const started = performance.now();
  const points = await record(arenas[0], options);
  const plan = planOf(points, options);
  const width = Math.max(...plan.map(({ point }) => point.length));
  print(headOf(width));
  const outcomes: Outcome[] = [];
  for (const reaching of shareOut(plan, arenas)) {
    const outcome = await reaching;
    print(rowOf(outcome, width));
    outcomes.push(outcome);
  }
  const minutes = (performance.now() - started) / 60_000;
  print(`\n${sumOf(outcomes, { calls: points.length, seed: options.seed, minutes })}`);
  return outcomes.every((outcome) => verdictOf(outcome) === 'survived');
}

/** Records every call of the flow when nothing goes wrong. */
async function record({ send }: Sender, { short, only }: ChaosOptions): Promise<readonly string[]> {
  const cold = await send();
  // The first passage finds the cloud cold: it may make calls that no other does, but none that the short form strikes.
  const last = short || only ? cold : await send();
  const complaints = [...new Set([...cold.complaints, ...last.complaints])];
  if (complaints.length > 0) throw new Error(`without any fault:\n${complaints.join('\n')}`);
  return last.points;
}

function planOf(points: readonly string[], { only, short, ...options }: ChaosOptions): readonly Blow[] {
  if (only) return [only];
  return short ? planShort(points) : planAll(points, options);
}

/**
 * Shares the blows out among the arenas, each of which takes the next one as soon as it is free; answers the outcomes to come,
 * in the order of the plan.
 */
function shareOut(plan: readonly Blow[], arenas: readonly Sender[]): Promise<Outcome>[] {
  const outcomes = plan.map((blow) => ({ blow, ...Promise.withResolvers<Outcome>() }));
  const left = [...outcomes];
  for (const arena of arenas) void work(arena);
  return outcomes.map(({ promise }) => promise);

  async function work(arena: Sender): Promise<void> {
    const next = left.shift();
    if (!next) return;
    await reach(next.blow, arena).then(next.resolve, next.reject);
    // The rejection is handled by whoever waits for its turn.
    next.promise.catch(() => {});
    await work(arena);
  }
}

async function reach(blow: Blow, { send }: Sender): Promise<Outcome> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await send(blow);
    if (verdictOf(outcome) !== 'not reached' || tries === mostTries) return outcome;
  }
}
