/** The line that a worker has written about a message. */
export interface WorkerLine {
  /** When it was written, RFC 3339. */
  readonly time: string;
  readonly queue: string;
  readonly messageId: string;
  readonly correlationId: string;
  /** Which of the message's receives it was, from 1. */
  readonly attempt: number;
  readonly outcome: string;
  readonly comesAgainAfter?: number;
  readonly durationMs: number;
  readonly error?: { readonly errorName: string };
}

/** The lines of the workers in what a local cloud has printed, oldest first. */
export function workerLinesIn(output: string): WorkerLine[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes('"message":"message"') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as WorkerLine);
}

/** What became of a message at each of its receives: which one it was, and its outcome. */
export function receivesOf(output: string, messageId: string): (readonly [number, string])[] {
  return workerLinesIn(output).flatMap((line) =>
    line.messageId === messageId ? [[line.attempt, line.outcome] as const] : [],
  );
}

/** Names of the errors that say that something did not answer, or not in time. */
const late = ['Unavailable', 'MailFailed', 'DependencyDown', 'TimedOut', 'TimeoutError', 'AbortError'];

/**
 * Those lines that tell of a failure for lack of time, which a machine that is far too busy is enough for: the mail may have
 * gone out all the same, and comes once more then.
 */
export function lateLinesIn(output: string): WorkerLine[] {
  return workerLinesIn(output).filter(
    ({ outcome, error }) => ['failure', 'waiting'].includes(outcome) && late.includes(error?.errorName ?? ''),
  );
}
