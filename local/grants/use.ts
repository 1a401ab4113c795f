import type { Resource, Statement } from '../../infra/grants.ts';
import { nameOf } from './resource-names.ts';

/** An action on a resource, as IAM judges it. */
export interface Use {
  readonly action: string;
  readonly on: Resource;
}

/** Something that a function called, whether it may or not. */
export interface FunctionUse extends Use {
  readonly functionName: string;
}

/** Each action of the statements on its own. */
export function usesOf(statements: readonly Statement[]): Use[] {
  return statements.flatMap(({ actions, on }) => actions.map((action) => ({ action, on })));
}

/** Names an action on a resource; two uses of one name are the same. */
export function keyOf({ action, on }: Use): string {
  return `${action} on ${nameOf(on)}`;
}

/** As `keyOf`, for one function. */
export function keyOfFunction(functionName: string, use: Use): string {
  return `${functionName}: ${keyOf(use)}`;
}
