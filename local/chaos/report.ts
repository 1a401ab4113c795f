import type { Outcome } from './passing.ts';

/** The head of the table, for points of at most so many letters. */
export function headOf(width: number): string {
  return `${row(['point', 'mode', 'outcome', 'seconds'], width)}\n${row(['-'.repeat(width), '-'.repeat(11), '-'.repeat(11), '-------'], width)}`;
}

/** A row of the table, with what is wrong below it. */
export function rowOf({ blow, struck, complaints, copies, seconds, logFile }: Outcome, width: number): string {
  const outcome = verdictOf({ struck, complaints });
  const note = copies > 0 && outcome === 'survived' ? '  the mail came twice' : '';
  const line = row([blow?.point ?? 'no fault', blow?.mode ?? '', outcome, seconds.toFixed(1)], width);
  const below = [...complaints, ...(logFile ? [`what the cloud has printed: ${logFile}`] : [])];
  return [line + note, ...below.map((text) => `    ${text}`)].join('\n');
}

type Verdict = 'survived' | 'failed' | 'not reached';

export function verdictOf({ struck, complaints }: Pick<Outcome, 'struck' | 'complaints'>): Verdict {
  if (complaints.length > 0) return 'failed';
  return struck ? 'survived' : 'not reached';
}

/** The extent of a run: calls of the flow, the seed of the choice, and how long it took. */
interface Extent {
  readonly calls: number;
  readonly seed: number;
  readonly minutes: number;
}

/** The result as a whole, and how to reproduce what went wrong. */
export function sumOf(outcomes: readonly Outcome[], { calls, seed, minutes }: Extent): string {
  const count = (verdict: Verdict) => outcomes.filter((outcome) => verdictOf(outcome) === verdict).length;
  const twice = outcomes.filter((outcome) => verdictOf(outcome) === 'survived' && outcome.copies > 0).length;
  return [
    `${calls} calls, ${outcomes.length} points: ${count('survived')} survived, ${count('failed')} failed, ` +
      `${count('not reached')} not reached; ${minutes.toFixed(1)} min; seed ${seed}`,
    ...(twice > 0
      ? [`a mail came twice at ${twice} of them, where nobody could know whether the first was taken`]
      : []),
    ...outcomes
      .filter((outcome) => verdictOf(outcome) !== 'survived')
      .map(({ blow }) => `again: npm run test:chaos -- --only '${blow?.point} ${blow?.mode}'`),
  ].join('\n');
}

function row([point = '', mode = '', outcome = '', seconds = '']: readonly string[], width: number): string {
  return `${point.padEnd(width)}  ${mode.padEnd(11)}  ${outcome.padEnd(11)}  ${seconds.padStart(7)}`;
}
