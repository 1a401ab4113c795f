import { setTimeout as pause } from 'node:timers/promises';

/** Runs a function with an event and answers its result; rejects when the function throws, times out or crashes. */
export type Invoke = (functionName: string, event: unknown) => Promise<unknown>;

/** Tells the developer what happened at a trigger; never throws. */
export type Report = (message: string) => void;

/** Reads a queue or a stream and calls a function with what it finds. */
export interface Poller {
  /** Looks at once instead of at the next tick. */
  nudge(): void;
  /** Stops receiving, and waits for the calls under way. */
  stop(): Promise<void>;
}

/** Waits, or returns early when `signal` aborts. */
export async function pauseUnless(signal: AbortSignal, milliseconds: number): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => {});
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
