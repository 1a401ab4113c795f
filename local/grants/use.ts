import { isWithin, type KeyKind } from '../../infra/key-kinds.ts';
import type { Resource, Statement } from '../../infra/statements.ts';
import { nameOf } from './resource-names.ts';

/** An action on a resource, as IAM judges it. */
export interface Use {
  readonly action: string;
  readonly on: Resource;
  /** The kinds of items of a table that it is about, as far as they are known. */
  readonly items?: readonly KeyKind[];
}

/** An action that a function used, whether it may or not. */
export interface FunctionUse extends Use {
  readonly functionName: string;
}

/** Lists each action of the statements on its own. */
export function usesOf(statements: readonly Statement[]): Use[] {
  return statements.flatMap(({ actions, ...of }) => actions.map((action) => ({ action, ...of })));
}

/**
 * Whether one of the statements allows a use. As in IAM, all items of a call have to be among those of one statement; beyond
 * IAM, which knows partition keys alone, each has to be of a kind that the statement is for.
 */
export function isAllowed(statements: readonly Statement[], use: Use): boolean {
  return statements.some(
    ({ actions, on, items }) =>
      actions.includes(use.action) && nameOf(on) === nameOf(use.on) && (!items || areWithin(use.items, items)),
  );
}

function areWithin(used: readonly KeyKind[] | undefined, allowed: readonly KeyKind[]): boolean {
  return used?.every((kind) => allowed.some((other) => isWithin(kind, other))) ?? false;
}

/** A resource in words, with the kinds of its items where they are known. */
export function nameOfUsed({ on, items }: Omit<Use, 'action'>): string {
  return items ? `${nameOf(on)} (${items.join(', ')})` : nameOf(on);
}

/** Names an action on a resource; two uses of one name are the same. */
export function keyOf({ action, ...of }: Use): string {
  return `${action} on ${nameOfUsed(of)}`;
}

/** Names a function's use of an action on a resource; two uses of one name are the same. */
export function keyOfFunction(functionName: string, use: Use): string {
  return `${functionName}: ${keyOf(use)}`;
}
