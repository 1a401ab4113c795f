import { alarms } from './alarms.ts';
import { buckets } from './buckets.ts';
import { environment } from './environment.ts';
import { functions } from './functions.ts';
import { keys } from './keys.ts';
import { limits } from './limits.ts';
import { logs } from './logs.ts';
import { mappings } from './mappings.ts';
import { queues } from './queues.ts';
import { references } from './references.ts';
import { rights } from './rights.ts';
import { specification } from './specification.ts';
import type { CheckOptions, PackagedStack, Problem, Rule } from './stack.ts';
import { tables } from './tables.ts';

export type { CheckOptions, PackagedStack } from './stack.ts';

/** A problem, with the rule that found it and the stack it is in. */
export interface Finding extends Problem {
  readonly rule: string;
  readonly stack: string;
}

const rules: Readonly<Record<string, Rule>> = {
  specification,
  references,
  limits,
  rights,
  functions,
  environment,
  mappings,
  queues,
  tables,
  keys,
  buckets,
  logs,
  alarms,
};

/**
 * Checks packaged stacks, given in the order in which they are deployed, by AWS's own resource specification and the rules of
 * this project. Needs neither an account nor a network.
 */
export function checkStacks(stacks: readonly PackagedStack[], options: CheckOptions): Finding[] {
  return stacks.flatMap((stack) =>
    Object.entries(rules).flatMap(([rule, check]) =>
      check(stack, stacks, options).map((problem) => ({ rule, stack: stack.name, ...problem })),
    ),
  );
}
