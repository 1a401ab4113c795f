import { AsyncLocalStorage } from 'node:async_hooks';
import type { Patience } from './patience.ts';

/** What is known of the current invocation; logs, events and audit entries take their fields from it. */
export interface InvocationContext {
  /** The Lambda function's short name, `auth-register-user`. */
  readonly functionName: string;
  /** The id of the HTTP request, or of the message or record being handled. */
  readonly requestId: string;
  /** The id of the HTTP request that began it all, which travels through events and messages. */
  readonly correlationId: string;
  /** The client's network address, where there is one. */
  readonly address?: string;
  /** How long its calls of AWS may take. */
  readonly patience?: Patience;
  /** The signed-in person, once the caller is known. */
  actorId?: string;
  /** What the business counted so far, until the invocation's log line reports it. */
  counts?: Map<string, number> | undefined;
}

const storage = new AsyncLocalStorage<InvocationContext>();

/** Runs `work` as the invocation that `context` describes. */
export function runInContext<T>(context: InvocationContext, work: () => T): T {
  return storage.run({ counts: new Map(), ...context }, work);
}

/** The current invocation; undefined at cold start and in a script. */
export function currentContext(): InvocationContext | undefined {
  return storage.getStore();
}

/** The short name of a function, as `infra/functions.ts` gives it, from its full name `polyclinic-<stage>-<name>`. */
export function shortNameOf(functionName: string): string {
  return functionName.replace(/^polyclinic-[^-]+-/, '');
}
