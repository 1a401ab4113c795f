import { AsyncLocalStorage } from 'node:async_hooks';
import type { FunctionDefinition } from '../../infra/functions.ts';
import { statementsOf } from '../../infra/roles.ts';
import { AccessDenied, CallerUnknown } from './access-denied.ts';
import { actionsOf, type Call } from './actions-of.ts';
import { type FunctionUse, isAllowed, keyOfFunction } from './use.ts';

export interface GuardOptions {
  /** Whether a call that the grants do not allow is refused. */
  readonly enforce: boolean;
  /** Is told of each function's first use of an action on a resource. */
  readonly record: (use: FunctionUse) => void;
}

/** Knows which function runs, and judges its calls by the role that it will have when deployed. */
export interface Guard {
  /** Runs `work`, and all that it begins, as a function. */
  runAs<T>(functionName: string, work: () => T): T;
  /** Runs `work`, and all that it begins, as an operator, whom no role holds. */
  runFree<T>(work: () => T): T;
  /**
   * Records a call of the running function, but not of an operator; throws `AccessDenied` when its role does not allow it,
   * `CallerUnknown` when none runs.
   */
  check(call: Call): void;
}

const operator = Symbol('operator');

export function createGuard(functions: readonly FunctionDefinition[], { enforce, record }: GuardOptions): Guard {
  const running = new AsyncLocalStorage<string | typeof operator>();
  const statements = new Map(functions.map((each) => [each.name, statementsOf(each)]));
  const seen = new Set<string>();

  function note(use: FunctionUse): void {
    const key = keyOfFunction(use.functionName, use);
    if (seen.has(key)) return;
    seen.add(key);
    record(use);
  }

  return {
    runAs: (functionName, work) => running.run(functionName, work),
    runFree: (work) => running.run(operator, work),
    check(call) {
      const functionName = running.getStore();
      if (functionName === undefined) throw new CallerUnknown(call);
      if (functionName === operator) return;
      const uses = actionsOf(call);
      // All are recorded before the first is refused, so that a transaction that lacks three rights shows all three.
      for (const use of uses) note({ functionName, ...use });
      const refused = uses.find((use) => !isAllowed(statements.get(functionName) ?? [], use));
      if (refused && enforce) throw new AccessDenied(functionName, refused);
    },
  };
}
