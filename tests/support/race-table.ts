import { isFullSize } from './sizes.ts';

/** What became of all rivals. */
export interface Outcome {
  readonly won: readonly unknown[];
  /** How many were refused, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** How many are to try again: the store was contended for as long as they could wait. */
  readonly busy: number;
  /** How many milliseconds the last of them waited. */
  readonly longest: number;
  /** The transactions and writes that were sent, the cancelled ones too. */
  readonly attempts: number;
}

/** What a race came to, by its name. */
export interface RaceLine extends Outcome {
  readonly service: string;
  readonly rivals: number;
  readonly share: number;
}

const heads = ['at once', 'share', 'won', 'refused', 'busy', 'attempts each', 'ms'];

/** Prints what races came to, where they have their full size. */
export function printRaces(lines: readonly RaceLine[]): void {
  if (!isFullSize || lines.length === 0) return;
  const table = [rowOf('service', heads), ...lines.map(lineOf)];
  process.stdout.write(`\n${table.join('\n')}\n\n`);
}

function lineOf({ service, rivals, share, won, busy, attempts, refused, longest }: RaceLine): string {
  const each = won.length > 0 ? (attempts / won.length).toFixed(1) : '-';
  const cells = [rivals, share, won.length, rivals - won.length - busy, busy, each, longest];
  const codes = Object.entries(refused).map(([code, count]) => `${code} ${count}`);
  return `${rowOf(service, cells)}  ${codes.join(', ')}`.trimEnd();
}

function rowOf(service: string, cells: readonly (string | number)[]): string {
  return [
    service.padEnd(56),
    ...cells.map((cell, at) => String(cell).padStart(Math.max(7, String(heads[at]).length))),
  ].join(' ');
}
