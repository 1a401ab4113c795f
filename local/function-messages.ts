import type { HttpTrigger } from '../lib/http/trigger.ts';
import type { DeadLetterTrigger, QueueTrigger } from '../lib/messaging/trigger.ts';
import type { ScheduleTrigger } from '../lib/schedules/trigger.ts';
import type { StreamTrigger } from '../lib/streams/trigger.ts';

/** What the local cloud needs to know of a trigger; schemas stay in the process that runs the functions. */
export type LocalTrigger =
  | Pick<HttpTrigger, 'kind' | 'method' | 'path'>
  | Pick<QueueTrigger, 'kind' | 'queue'>
  | Pick<DeadLetterTrigger, 'kind'>
  | Pick<StreamTrigger, 'kind' | 'table' | 'changes' | 'sortKey' | 'batchSize'>
  | Pick<ScheduleTrigger, 'kind' | 'rate'>;

/** A function that the host has loaded. */
export interface LoadedFunction {
  readonly name: string;
  readonly trigger: LocalTrigger;
  /** Every file of the project that it is made of. */
  readonly files: readonly string[];
}

/** A message to the host, which asks to run a function. */
export interface Invocation {
  readonly id: string;
  readonly functionName: string;
  readonly event: unknown;
  /** When the caller gives up, in Unix milliseconds. */
  readonly deadline: number;
}

/** A message from the host. */
export type HostMessage =
  | { readonly kind: 'ready'; readonly functions: readonly LoadedFunction[] }
  | { readonly kind: 'answer'; readonly id: string; readonly result: unknown }
  | {
      readonly kind: 'failure';
      readonly id: string;
      readonly name: string;
      readonly message: string;
      readonly stack: string;
    };
